import type { AnswerLinkEvent, RequestKind } from '#libs/contracts';
import { accept, aggregate, refuse, staysQuiet, type Decision, type RefusalsOf } from '../decision/decision.js';
import { actsFor, holds, type Officer } from '../people/officer.js';
import type { RequestIds } from '../request/commands.js';

/** One link: of a request's block or of its lift. */
export interface AnswerLinkLife {
  /** How many stood in its place before. */
  readonly round: number;
  readonly revoked: boolean;
}

/** The links of one order that something happened to, by request and kind. */
export type AnswerLinksState = Readonly<Record<string, AnswerLinkLife>>;

export type AnswerLinkCommand = {
  readonly ids: RequestIds;
  readonly kind: RequestKind;
  /** Whose order it is. */
  readonly unit: string;
  readonly by: Officer;
} & ({ readonly type: 'revoke'; readonly reason: string } | { readonly type: 'issue' });

export type AnswerLinkRefusal = RefusalsOf<
  'forbidden' | 'foreign-unit' | 'link-not-revoked' | 'links-used-up' | 'reasons-required'
>;
type Answer = Decision<AnswerLinkEvent, AnswerLinkRefusal>;

/** What a link's token has room for. */
export const MOST_ROUNDS = 127;

const FIRST: AnswerLinkLife = { round: 0, revoked: false };
const nameOf = (requestId: string, kind: RequestKind): string => `${requestId} ${kind}`;

/** The link that answers now, or answered last. */
export const linkOf = (state: AnswerLinksState, requestId: string, kind: RequestKind): AnswerLinkLife =>
  state[nameOf(requestId, kind)] ?? FIRST;

/** Whoever runs the installation may close a link; only who answers for the order may open one: a link is a key to an answer. */
const mayNot = ({ type, by, unit }: AnswerLinkCommand): Answer | null => {
  if (type === 'revoke' && holds(by, 'administrator')) return null;
  if (!holds(by, 'approver')) return refuse('forbidden', 'takes approver');
  return actsFor(by, unit) ? null : refuse('foreign-unit', `of ${unit}, asked by ${by.unit}`);
};

const decide = (command: AnswerLinkCommand, state: AnswerLinksState): Answer => {
  const no = mayNot(command);
  if (no !== null) return no;
  const { ids, kind, by } = command;
  const { round, revoked } = linkOf(state, ids.requestId, kind);
  const link = { ...ids, kind, person: by.person };
  if (command.type === 'revoke') {
    if (command.reason.trim() === '') return refuse('reasons-required');
    if (revoked) return staysQuiet;
    return accept({ type: 'AnswerLinkRevoked', data: { ...link, round, reason: command.reason } });
  }
  // The first link is in nobody's hands but the recipient's; a fresh one whose answer was lost may be asked for again.
  if (!revoked) return round === 0 ? refuse('link-not-revoked') : staysQuiet;
  if (round === MOST_ROUNDS) return refuse('links-used-up');
  return accept({ type: 'AnswerLinkIssued', data: { ...link, round: round + 1 } });
};

const evolve = (state: AnswerLinksState, { type, data }: AnswerLinkEvent): AnswerLinksState => ({
  ...state,
  [nameOf(data.requestId, data.kind)]: { round: data.round, revoked: type === 'AnswerLinkRevoked' },
});

/** The links at which an order's requests are answered without an account, on the stream `answerlink-<order>`. */
export const answerLinks = aggregate<AnswerLinksState, AnswerLinkCommand, AnswerLinkEvent, AnswerLinkRefusal>({
  initialState: {},
  decide,
  evolve,
});
