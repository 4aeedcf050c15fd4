import { z } from 'zod';
import { REQUEST_KINDS, keysOf } from '../vocabulary/index.js';
import { caseField, eventsOf } from './define.js';
import { id, text, uuid } from './shapes.js';

const answerLink = eventsOf('answerlink');

/** One link: of a request (order × provider), of its block or of its lift. */
const ids = { caseId: uuid, orderId: uuid, requestId: uuid, provider: id, kind: z.enum(keysOf(REQUEST_KINDS)) };
/** How many links were issued in its place before: 0 is the one that notices and letters carry from the start. */
const round = z.int().min(0);

/** `answerlink-<order>`: what became of the links at which an order's requests are answered. Appended by dispatch only. */
export const answerLinkEvents = {
  AnswerLinkRevoked: answerLink({ ...ids, round, person: id, reason: caseField(text) }),
  /** A fresh one for a revoked one. The link itself is in no event: it follows from the request, its kind and the round. */
  AnswerLinkIssued: answerLink({ ...ids, round, person: id }),
};
