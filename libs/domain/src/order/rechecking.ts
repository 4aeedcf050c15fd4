import type { OrderEvent, Recheck } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { mayNameCategory } from '../mandate/questions.js';
import { isAfter, plusDays } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

type Answer = Decision<OrderEvent, OrderRefusalCode>;
type Seen = OrderCommandOf<'recheck'>['seen'];

/** Days between two things said of one order's name: one that comes and goes by the hour is one line a day. */
const REST_DAYS = 1;

/**
 * What is new in what a recheck saw, or null. After "gone" whatever answers is back, wherever it is. Said is a change and never a
 * look: the same again stays quiet, so that a block in force for a year is no more events than its name had fates.
 */
const newsOf = (seen: Seen, said: Recheck | null): Recheck | null => {
  if (seen === 'gone') return said === 'gone' ? null : 'gone';
  if (said === 'gone') return 'back';
  return seen === 'elsewhere' ? 'moved' : null;
};

/**
 * Says of an order in force what became of the name that it blocks. A look may come after the end of the order, and nothing is
 * ever said about a name of a referral category, whoever asks: both stay quiet.
 */
export const recheck = ({ seen, since, now }: OrderCommandOf<'recheck'>, state: OrderState): Answer => {
  if (state.status === 'none') return refuse('not-found');
  if (state.status !== 'in-force' || !isAfter(state.expiresAt, now)) return staysQuiet;
  const { caseId, orderId, category } = state.terms;
  if (!mayNameCategory(category)) return staysQuiet;
  const found = newsOf(seen, state.recheck?.found ?? null);
  if (found === null) return staysQuiet;
  if (state.recheck !== null && isAfter(plusDays(state.recheck.seenAt, REST_DAYS), now)) return staysQuiet;
  return accept({ type: 'BlockRechecked', data: { caseId, orderId, found, since, seenAt: now } });
};
