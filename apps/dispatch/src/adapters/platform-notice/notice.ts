import { ACTIONS, PLATFORM_NOTICE_VERSION } from '#libs/contracts';
import type { PlatformNotice, RequestItem } from '#libs/contracts';
import { vietnameseDate } from '#libs/domain';

/**
 * The notice of one request or lift. It takes the item of the feed, which is outward text already, and leaves out its category,
 * its place in the feed and the order: equal requests give equal bytes, whatever was reported or noted.
 */
export function noticeOf(item: RequestItem, answerUrl?: string): PlatformNotice {
  const { id, kind, reference, action, target, legalBasis, issuedAt, dueAt, expiresAt } = item;
  const removed = action === 'remove-content';
  return {
    notice_version: PLATFORM_NOTICE_VERSION,
    request_id: id,
    kind,
    reference,
    timestamp: issuedAt,
    due_at: dueAt,
    action,
    source_identifier: target,
    ...(answerUrl === undefined ? {} : { answer_url: answerUrl }),
    statement_of_reasons: {
      decision_visibility: [removed ? 'DECISION_VISIBILITY_CONTENT_REMOVED' : 'DECISION_VISIBILITY_OTHER'],
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: legalBasis,
      illegal_content_explanation: { vi: item.statement, en: englishOf(item) },
      territorial_scope: ['VN'],
      application_date: dayOf(issuedAt),
      ...(kind === 'lift' ? {} : { end_date_visibility_restriction: dayOf(expiresAt) }),
      automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    },
  };
}

/** The day in Vietnam, as ISO 8601 writes it: the same day that the Vietnamese text names. */
const dayOf = (instant: string): string => vietnameseDate(instant).split('/').reverse().join('-');

/** What the Vietnamese statement says, from the same facts; preservation is asked with every removal, whatever the category. */
export function englishOf({
  kind,
  reference,
  action,
  legalBasis,
  issuedAt,
  expiresAt,
}: Pick<RequestItem, 'kind' | 'reference' | 'action' | 'legalBasis' | 'issuedAt' | 'expiresAt'>): string {
  const what = ACTIONS[action].en;
  const day = dayOf(issuedAt);
  const basis = `Legal basis: ${legalBasis}.`;
  if (kind === 'lift')
    return `Lift of request ${reference}, ${day}: please end "${what}" and restore access, unless another request for the same target is in effect. ${basis}`;
  return [
    `Request ${reference}, ${day}: ${what}, for the target named in this notice.`,
    basis,
    ...(action === 'remove-content'
      ? ['Before removal, please preserve the related data as it is, to be handed over on a lawful demand.']
      : []),
    `In effect until ${dayOf(expiresAt)}.`,
    'Whoever is affected may ask for a review, naming this reference.',
  ].join(' ');
}
