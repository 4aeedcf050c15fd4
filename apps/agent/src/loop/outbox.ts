import type { Answer } from '#libs/contracts';
import type { AgentParts } from './agent-parts.js';

/** Answers of one call. */
const BULK = 500;
/** Between two savings while many answers are sent (ms). */
const STRIKE_OFF = 2_000;

/**
 * Sends what was not confirmed. The server's word on each is final; without its word it stays.
 * @param strikeOff takes what is left. Of many the confirmed ones are saved now and then: one that is sent again is the same answer.
 * @throws what the server throws.
 */
export async function sendAnswers(
  { server, log, mono }: Pick<AgentParts, 'server' | 'log' | 'mono'>,
  outbox: readonly Answer[],
  strikeOff: (left: Answer[], save: boolean) => Promise<void>,
): Promise<void> {
  let savedAt = mono();
  for (let left = [...outbox]; left.length > 0;) {
    const sent = left.slice(0, BULK);
    for (const outcome of await server.answer(sent)) {
      if (!outcome.ok) log.warn({ request: outcome.id, problem: outcome.problem }, 'an answer was not taken');
    }
    left = left.slice(sent.length);
    const save = left.length === 0 || mono() - savedAt >= STRIKE_OFF;
    await strikeOff(left, save);
    if (save) savedAt = mono();
  }
}
