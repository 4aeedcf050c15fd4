import { EVENTS } from '#libs/contracts';
import { Problem } from '#libs/service-kit';

/** The event types of a query, which separates them with commas. @throws {Problem} when one is named that there is none of. */
export const typesOf = (asked: string | undefined): string[] | undefined => {
  const types = asked?.split(',').map((type) => type.trim());
  if (types?.every((type) => Object.hasOwn(EVENTS, type)) ?? true) return types;
  const detail = { vi: 'Có loại sự kiện không tồn tại', en: 'Names an event type that does not exist' };
  throw new Problem('invalid-request', { errors: [{ pointer: '/types', detail, code: 'unknown-type' }] });
};
