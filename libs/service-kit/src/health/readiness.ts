/** One condition of being ready: resolves with null when it holds, otherwise with a sentence for operators. */
export type ReadinessCheck = () => Promise<string | null>;

/** How long a check may take before it counts as failed (ms). */
const CHECK_TIMEOUT = 2_000;

/** What must hold before this process should be given traffic. Services add their own conditions. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();

  /** Adds or replaces a condition; the name appears in the answer, e.g. `triage-subscriptions`. */
  add(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** Asks all conditions at the same time. The sentences say what is wrong, never an address or a credential. */
  async ask(): Promise<{ ready: boolean; checks: Record<string, string> }> {
    const answers = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, (await within(check)) ?? 'ok'] as const),
    );
    return { ready: answers.every(([, answer]) => answer === 'ok'), checks: Object.fromEntries(answers) };
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
