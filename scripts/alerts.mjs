// Each alert rule is seen firing on series that are bad, alone, and silent on series that are good: Prometheus' own promtool
// evaluates infra/prometheus/lachan.rules.yml over them. `npm run test:alerts`. Ends with `N passed, N failed`.
//
// Where promtool is not installed CI takes it out of the Debian package, without the server; elsewhere it is skipped and said.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './lib/instance.mjs';

const RULES = join(root, 'infra/prometheus/lachan.rules.yml');
const FOLDER = join(root, 'node_modules/.cache/lachan-prometheus');
const inCi = process.env.CI === 'true';

const runs = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
const unpacked = join(FOLDER, 'usr/bin/promtool');
const find = () => ['promtool', unpacked].find(runs);
const unpack = () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const run = (program, ...args) => spawnSync(program, args, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  run('apt-get', 'update', '-qq');
  run('apt-get', 'download', '-qq', 'prometheus');
  const file = existsSync(FOLDER) ? readdirSync(FOLDER).find((name) => name.endsWith('.deb')) : undefined;
  if (file) run('dpkg-deb', '-x', file, '.');
};

/** A value for four hours, or what promtool's notation says. */
const series = (name, values) => ({
  series: name,
  values: typeof values === 'number' ? `${values}x240` : values,
});
const health = (check, value) => series(`lachan_health_check{instance="a",check="${check}"}`, value);
const http = (status, values) =>
  series(`lachan_http_request_seconds_count{route="/reports",status="${status}"}`, values);
const appends = (le, values) =>
  series(`lachan_append_seconds_bucket{service="intake",le="${le}",outcome="done"}`, values);
const appended = (outcome, values) =>
  series(`lachan_append_seconds_count{service="intake",outcome="${outcome}"}`, values);
const GIB = 2 ** 30;

/** Alert → series on which it fires, and on which it is silent. Values are a minute apart. */
const CASES = {
  LachanAway: [[series('up{job="lachan",instance="a"}', 0)], [series('up{job="lachan",instance="a"}', 1)]],
  LachanCannotServe: [[health('disk', 0)], [health('disk', 1)]],
  LachanDegraded: [[health('disk-space', 0)], [health('disk-space', 1), health('triage-caught-up', 0)]],
  LachanBrokerAway: [[health('triage-subscriptions', 0)], [health('triage-subscriptions', 1)]],
  LachanBehind: [
    [series('lachan_subscription_lag_events{subscription="triage.queue"}', 10_001)],
    [series('lachan_subscription_lag_events{subscription="triage.queue"}', 10_000)],
  ],
  LachanParked: [
    [series('lachan_subscription_parked_keys{subscription="triage.queue"}', 1)],
    [series('lachan_subscription_parked_keys{subscription="triage.queue"}', 0)],
  ],
  LachanRelayBehind: [[series('lachan_relay_lag_events', 10_001)], [series('lachan_relay_lag_events', 10_000)]],
  LachanAppendsSlow: [
    [appends('0.1', '0+90x240'), appends('1', '0+90x240'), appends('5', '0+100x240'), appends('+Inf', '0+100x240')],
    [appends('0.1', '0+100x240'), appends('1', '0+100x240'), appends('5', '0+100x240'), appends('+Inf', '0+100x240')],
  ],
  LachanAppendsFail: [
    [appended('store-unavailable', '0+1x240')],
    [appended('store-unavailable', 7), appended('done', '0+60x240'), appended('conflict', '0+1x240')],
  ],
  LachanProviderDoesNotFetch: [
    [series('lachan_feed_lag_seconds{provider="p"}', 3601)],
    [series('lachan_feed_lag_seconds{provider="p"}', 3600)],
  ],
  LachanProviderCannotBeReached: [
    [series('lachan_delivery_state{provider="p",status="stopped"}', 1)],
    [
      series('lachan_delivery_state{provider="p",status="stopped"}', 0),
      series('lachan_delivery_state{provider="p",status="carried"}', 1),
    ],
  ],
  LachanUnblockingIsSlow: [
    [series('lachan_unblock_p95_seconds{provider="p"}', 161), series('lachan_block_p95_seconds{provider="p"}', 100)],
    [series('lachan_unblock_p95_seconds{provider="p"}', 160), series('lachan_block_p95_seconds{provider="p"}', 100)],
  ],
  LachanRequestsOverdue: [
    [series('lachan_reconciliation_requests{standing="overdue"}', 1)],
    [
      series('lachan_reconciliation_requests{standing="overdue"}', 0),
      series('lachan_reconciliation_requests{standing="open"}', 9),
    ],
  ],
  LachanSomethingWasDropped: [
    [series('lachan_reconciliation_faults{kind="hole"}', 1)],
    [series('lachan_reconciliation_faults{kind="hole"}', 0)],
  ],
  LachanCasesOverdue: [
    [series('lachan_cases_overdue_seconds', 86_401)],
    [series('lachan_cases_overdue_seconds', 86_400)],
  ],
  LachanDiskFills: [
    [series('lachan_disk_free_bytes', `${100 * GIB}-${GIB / 10}x240`)],
    [series('lachan_disk_free_bytes', 100 * GIB)],
  ],
  LachanErrors: [
    [http('500', '0+6x240'), http('200', '0+94x240')],
    [http('500', '0+4x240'), http('200', '0+96x240')],
  ],
};
/** A handler that stands still is also something degraded: the morning's ticket beside the night's page. */
const BESIDE = { LachanBrokerAway: ['LachanDegraded'] };

const promtool = find() ?? (inCi ? (unpack(), find()) : undefined);
if (!promtool) {
  console.log(`promtool is not here (Debian package prometheus): alert rules skipped${inCi ? '; CI needs it' : ''}`);
  console.log(`0 passed, ${inCi ? 1 : 0} failed`);
  process.exit(inCi ? 1 : 0);
}
let passed = 0;
let failed = 0;
const check = (what, problem) => {
  if (problem) failed += 1;
  else passed += 1;
  console.log(problem ? `  ✗ ${what}\n${problem}` : `  ✓ ${what}`);
};
const folder = mkdtempSync(join(tmpdir(), 'lachan-alerts-'));
/** What fires after four hours of these series is exactly this. */
const fires = (input, names) => {
  const file = join(folder, 'case.yml');
  const query = {
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    eval_time: '4h',
    exp_samples: names.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
  };
  const test = { interval: '1m', input_series: input, promql_expr_test: [query] };
  writeFileSync(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: '1m', tests: [test] }));
  const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', file], { encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}${stderr}`;
};
const alerts = parse(readFileSync(RULES, 'utf8')).groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
const untried = alerts.filter((alert) => !(alert in CASES));
check(`each of the ${alerts.length} alerts is tried`, untried.join(', ') || (alerts.length === 0 && 'there are none'));
for (const [alert, [bad, good]] of Object.entries(CASES)) {
  check(`${alert} fires`, fires(bad, [alert, ...(BESIDE[alert] ?? [])].sort()));
  check(`${alert} is silent`, fires(good, []));
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
