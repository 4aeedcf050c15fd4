import { Broken } from './broken.js';
import type { Said } from './broken.js';
import type { Check } from './check.js';
import { ANSWERS } from './checks/answers.js';
import { CURSORS } from './checks/cursors.js';
import { EFFECT } from './checks/effect.js';
import { FEED } from './checks/feed.js';
import { LIFTS } from './checks/lifts.js';
import { LISTS } from './checks/lists.js';
import { LOAD } from './checks/load.js';
import { Rig } from './rig.js';
import type { ConformanceOptions } from './rig.js';

/** Every promise of the protocol that can be looked at from outside, in the order it is told. */
export const CHECKS: readonly Check[] = [...FEED, ...CURSORS, ...ANSWERS, ...LIFTS, ...LISTS, ...LOAD, ...EFFECT];

export interface CheckResult extends Said {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was left out. */
  readonly why?: Said;
}

/** Runs the checks one after another; each sets its own scene, so that one broken promise does not hide the next. */
export async function runConformance(
  options: ConformanceOptions,
  tell: (result: CheckResult) => void = () => undefined,
): Promise<CheckResult[]> {
  const rig = new Rig(options);
  const results: CheckResult[] = [];
  const { only } = options;
  for (const check of CHECKS.filter(({ name }) => only === undefined || only.includes(name))) {
    const result = await outcomeOf(check, rig);
    results.push(result);
    tell(result);
  }
  // Nothing is left behind in the sandbox; that it can be cleaned was looked at above.
  await rig.begin().catch(() => undefined);
  return results;
}

async function outcomeOf({ name, vi, en, run }: Check, rig: Rig): Promise<CheckResult> {
  try {
    const left = await run(rig);
    return left ? { name, vi, en, outcome: 'skipped', why: left.skipped } : { name, vi, en, outcome: 'passed' };
  } catch (error) {
    return { name, vi, en, outcome: 'failed', why: whyOf(error) };
  }
}

function whyOf(error: unknown): Said {
  if (error instanceof Broken) return error.said;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
  return { vi: `máy chủ không trả lời: ${words}`, en: `the server did not answer: ${words}` };
}
