import { randomUUID } from 'node:crypto';
import { addressesAt, looksBlocked, textsAt } from '#libs/dns';
import type { AgentConfig, DriverConfig } from '../config/config.js';
import { MARKER, markerText } from '../drivers/driver.js';
import type { State } from '../state/state.js';
import { wordsOf } from '../native-error.js';
import { bad, good } from './finding.js';
import type { Finding } from './finding.js';

/** More than this and logs, certificates and what people compare go wrong (s). The agent itself goes by the server's clock. */
const SKEW = 60;
const PATIENCE = 10_000;

/** Asks about a request that nobody has: the key is looked at, and nothing is taken for delivered. */
export async function server({ server: url }: Pick<AgentConfig, 'server'>, key: string): Promise<Finding[]> {
  let answer: Response;
  const sent = Date.now();
  try {
    answer = await fetch(`${url}/api/v1/requests/${randomUUID()}`, {
      headers: { authorization: `Bearer ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.arrayBuffer();
  } catch (error) {
    return [
      bad(`server ${url}`, wordsOf(error), 'is the address right, is the way open, is its certificate known here?'),
    ];
  }
  return [ofAnswer(url, answer.status), ofClock(answer.headers.get('date'), sent)];
}

function ofAnswer(url: string, status: number): Finding {
  if (status === 404) return good(`server ${url}`, 'answers, and takes the key');
  if (status === 401 || status === 403)
    return bad(
      `server ${url}`,
      `does not take the key (${status})`,
      'ask the authority for a key of the role provider',
    );
  return bad(`server ${url}`, `answered ${status}`, 'is this the address of a Lá Chắn server?');
}

function ofClock(date: string | null, sent: number): Finding {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return bad('clock', 'the server says no time', 'a proxy in between takes the Date header away');
  const skew = Math.round(Math.abs(at - sent) / 1_000);
  return skew <= SKEW
    ? good('clock', `${skew} s beside the server's`)
    : bad(
        'clock',
        `${skew} s beside the server's`,
        'let chrony or timesyncd set it; the agent goes by the server meanwhile',
      );
}

/** Whether the resolver answers, shows the list that was written last, and blocks the canary. */
export async function resolver(driver: DriverConfig, state: State | undefined): Promise<Finding[]> {
  if (driver.kind === 'squid')
    return [good('proof', 'for a proxy: its own checker and a reload that succeeded; nothing is asked through it')];
  const { host, port } = driver.resolver;
  const what = `resolver ${host}:${port}`;
  const texts = await textsAt(driver.resolver, MARKER);
  if (texts === undefined) return [bad(what, 'gives no answer', 'does it run, and does it listen there?')];
  const findings = [good(what, 'answers')];
  if (!state?.list) return [...findings, good('list in effect', 'none has been written yet')];
  const shows = texts.includes(markerText(state.generation));
  findings.push(
    shows
      ? good('list in effect', `generation ${state.generation}`)
      : bad(
          'list in effect',
          `the resolver does not show generation ${state.generation}`,
          'does its configuration include the list, and does the reload reach it?',
        ),
  );
  if (driver.canary === undefined) return [...findings, good('canary', 'none is agreed')];
  const blocked = looksBlocked(await addressesAt(driver.resolver, driver.canary));
  return [
    ...findings,
    blocked ? good('canary', 'is blocked') : bad('canary', 'resolves', 'the list is not in effect: see the line above'),
  ];
}
