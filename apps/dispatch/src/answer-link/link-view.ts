import type { AnswerLinkState, AnswerLinkView, RequestKind } from '#libs/contracts';
import { linkOf } from '#libs/domain';
import type { AnswerLinkLife } from '#libs/domain';
import type { SentRequest } from '../requests/request-view.js';
import { ANSWERABLE_FOR } from './answer-links.js';
import type { LoadedLinks } from './link-streams.js';

/** Which of a request's two links are meant. */
export interface LinkName {
  readonly requestId: string;
  readonly kind: RequestKind;
}

/** From when on a link's last moment is counted: the due time, or the moment when it was issued in another's place, if that is later. */
export function countedFrom({ events }: LoadedLinks, life: SentRequest, { requestId, kind }: LinkName): string {
  const due = kind === 'lift' && 'lift' in life ? life.lift.liftBy : life.asked.enforceBy;
  const issued = events.findLast(
    ({ type, data }) => type === 'AnswerLinkIssued' && data.requestId === requestId && data.kind === kind,
  );
  return issued === undefined || issued.occurredAt < due ? due : issued.occurredAt;
}

export const untilOf = (from: string): Date => new Date(Date.parse(from) + ANSWERABLE_FOR);

/** @param open the provider's links open at all. */
export function stateOf({ revoked }: AnswerLinkLife, until: Date, now: Date, open: boolean): AnswerLinkState {
  if (revoked) return 'revoked';
  if (!open) return 'off';
  return until < now ? 'over' : 'open';
}

/**
 * A request's links as staff see them: the block's, and the lift's once there is one.
 * @param given.writes the provider is sent notices or letters, which carry links; @param given.open its links open.
 */
export function linkViews(
  loaded: LoadedLinks,
  life: SentRequest,
  now: Date,
  given: { readonly writes: boolean; readonly open: boolean },
): AnswerLinkView[] {
  const { requestId } = life.ids;
  const kinds: readonly RequestKind[] = 'lift' in life ? ['block', 'lift'] : ['block'];
  return kinds.flatMap((kind) => {
    const name = { requestId, kind };
    const link = linkOf(loaded.state, requestId, kind);
    if (!given.writes && link.round === 0 && !link.revoked) return [];
    const until = untilOf(countedFrom(loaded, life, name));
    const state = stateOf(link, until, now, given.open);
    return [{ kind, state, until: until.toISOString(), ...(link.revoked && { revoked: revocationOf(loaded, name) }) }];
  });
}

function revocationOf({ events }: LoadedLinks, { requestId, kind }: LinkName): NonNullable<AnswerLinkView['revoked']> {
  const found = events.findLast(
    (event) => event.type === 'AnswerLinkRevoked' && event.data.requestId === requestId && event.data.kind === kind,
  );
  if (found?.type !== 'AnswerLinkRevoked') throw new Error(`the ${kind} link of ${requestId} was never revoked`);
  return { by: found.data.person, at: found.occurredAt, reason: found.data.reason };
}
