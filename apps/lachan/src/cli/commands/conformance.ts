import type { Command } from 'commander';
import { EXIT, report, say } from '#libs/cli';
import { CHECKS, runConformance } from '../../conformance/run.js';
import type { CheckResult } from '../../conformance/run.js';
import type { ProbeOptions } from '../../conformance/rig.js';
import { CommandFailed } from '../output.js';

interface Options {
  readonly url: string;
  readonly key?: string;
  readonly secondKey?: string;
  readonly resolver?: string;
  readonly control?: string;
  readonly canary?: string;
  readonly neighbour?: string;
  readonly patience: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

const MARKS: Readonly<Record<CheckResult['outcome'], string>> = { passed: '✓', failed: '✗', skipped: '–' };

const lineOf = ({ name, vi, en, outcome, why }: CheckResult): string =>
  [`${MARKS[outcome]} ${name}: ${vi} · ${en}`, ...(why ? [`    ${why.vi} · ${why.en}`] : [])].join('\n');

const addressOf = (option: string, text: string): { host: string; port: number } => {
  const found = /^(?:\[([0-9a-f:]+)\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/i.exec(text);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined) throw new CommandFailed(`${option}: "${text}" is not ADDRESS:PORT`, EXIT.usage);
  return { host, port: Number(found?.[3]) };
};

const probeOf = ({ resolver, control, canary, neighbour }: Options): ProbeOptions | undefined => {
  const given = [resolver, control, canary, neighbour].filter((option) => option !== undefined);
  if (given.length === 0) return undefined;
  if (resolver === undefined || control === undefined || canary === undefined || neighbour === undefined)
    throw new CommandFailed('--resolver, --control, --canary and --neighbour go together', EXIT.usage);
  return { resolver: addressOf('--resolver', resolver), control: addressOf('--control', control), canary, neighbour };
};

const originOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new CommandFailed(`--url: "${text}" is not an http:// or https:// address`, EXIT.usage);
};

/** `lachan conformance`: a scripted provider against a server of this protocol, ours or anybody's; exit 1 when a promise is broken. */
export const addConformance = (lachan: Command): void => {
  lachan
    .command('conformance')
    .description("a scripted provider tries a server of the providers' protocol out, with test requests only")
    .requiredOption('--url <url>', 'the server, e.g. https://lachan.example')
    .option('--key <key>', 'a sandbox key (else LACHAN_KEY)')
    .option('--second-key <key>', 'a sandbox key of another provider (else LACHAN_SECOND_KEY): for foreign cursors')
    .option('--resolver <address:port>', "the provider's resolver, to look at the effect too")
    .option('--control <address:port>', 'a resolver that no list touches')
    .option('--canary <name>', 'a name that the provider blocks for ever')
    .option('--neighbour <name>', 'a name that is on no list')
    .option('--patience <seconds>', 'how long something that should come at once may take', '5')
    .option('--only <check...>', 'these checks alone')
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const key = options.key ?? process.env['LACHAN_KEY'] ?? '';
      if (key === '') throw new CommandFailed('a sandbox key is needed: --key KEY, or LACHAN_KEY', EXIT.usage);
      const patience = Number(options.patience);
      if (!(patience > 0 && patience <= 60))
        throw new CommandFailed('--patience: a number of seconds up to 60', EXIT.usage);
      const unknown = options.only?.find((name) => !CHECKS.some((check) => check.name === name));
      if (unknown !== undefined)
        throw new CommandFailed(
          `--only: there is no check "${unknown}"; there are ${CHECKS.map(({ name }) => name).join(', ')}`,
          EXIT.usage,
        );
      const secondKey = options.secondKey ?? process.env['LACHAN_SECOND_KEY'];
      const json = options.json === true;
      const url = originOf(options.url);
      const probe = probeOf(options);
      const asked = { url, key, secondKey, probe, patience, only: options.only };
      const results = await runConformance(asked, (result) => {
        if (!json) say(lineOf(result));
      });
      const count = (outcome: CheckResult['outcome']): number =>
        results.filter((result) => result.outcome === outcome).length;
      const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
      report(json, { url, passed, failed, skipped, checks: results }, () => [
        `${String(passed)} đạt · passed, ${String(failed)} không đạt · failed, ${String(skipped)} bỏ qua · skipped`,
      ]);
      if (failed > 0) process.exitCode = EXIT.failed;
    });
};
