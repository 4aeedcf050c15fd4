import type { Health, Ready } from './answers.js';

/** One condition of being well: resolves with null when it holds, otherwise with a sentence for operators. */
export type ReadinessCheck = () => Promise<string | null>;

/**
 * What it means when a condition does not hold: `unavailable` takes the process out of traffic, `degraded` leaves it in and calls
 * somebody, `starting` is neither: it will pass.
 */
export type Weight = 'unavailable' | 'degraded' | 'starting';

/** How long a check may take before it counts as failed (ms). */
const CHECK_TIMEOUT = 2_000;

/** From the least to the worst. */
const ORDER = ['ready', 'degraded', 'starting', 'unavailable'] as const;

/** What must hold before this process should be given traffic, and what should hold while it is. Services add their own conditions. */
export class Readiness {
  readonly #checks = new Map<string, { readonly check: ReadinessCheck; readonly weight: Weight }>();

  /** Adds or replaces a condition; the name appears in the answer, e.g. `triage-database`. */
  add(name: string, check: ReadinessCheck, weight: Weight = 'unavailable'): void {
    this.#checks.set(name, { check, weight });
  }

  /** Whether to give it traffic. What is degraded is among the checks and takes nothing away. */
  async ask(): Promise<{ ready: boolean; checks: Ready['checks'] }> {
    const { status, checks } = await this.health();
    return {
      ready: status !== 'unavailable',
      checks: Object.fromEntries(Object.entries(checks).map(([name, { says }]) => [name, says ?? 'ok'])),
    };
  }

  /** Asks all conditions at the same time. The sentences say what is wrong, never an address or a credential. */
  async health(): Promise<Health> {
    const answers = await Promise.all(
      [...this.#checks].map(async ([name, { check, weight }]) => [name, weight, await within(check)] as const),
    );
    const wrong = new Set(answers.flatMap(([, weight, says]) => (says === null ? [] : [weight])));
    return {
      status: ORDER.findLast((status) => status !== 'ready' && wrong.has(status)) ?? 'ready',
      checks: Object.fromEntries(
        answers.map(([name, weight, says]) => [name, says === null ? { status: 'ok' } : { status: weight, says }]),
      ),
    };
  }
}

async function within(check: ReadinessCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT, 'no answer in time');
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
