import type { z } from 'zod';
import { answerLinkEvents } from './answer-link.js';
import { findingEvents, referralEvents, sampleEvents, supportEvents } from './beside.js';
import { caseEvents, claimEvents } from './case.js';
import type { EventDefinition } from './define.js';
import { letterEvents } from './letter.js';
import { orderEvents, requestEvents, selfReportEvents } from './order.js';
import { accessEvents, registerEvents } from './register.js';
import { rotaEvents } from './rota.js';
import { reportEvents, subjectEvents } from './report.js';

export type { EventDefinition, FieldClass, Upcaster } from './define.js';
export { letterhead, type Letterhead } from './letter.js';
export type { AcceptedTarget, AttachedReport, Harm, Proposal, RequestTarget, Target } from './shapes.js';
export * as shapes from './shapes.js';

/**
 * Every event the system knows, by type: its category, schema, field classes and upcasters. The single source of event
 * types, of validation on append and of what is encrypted. Access events belong to any app: their category is the
 * stream's own (`access-<app>`), hence the neutral `access-*` here.
 */
export const EVENTS = {
  ...reportEvents,
  ...subjectEvents,
  ...claimEvents,
  ...caseEvents,
  ...referralEvents,
  ...supportEvents,
  ...findingEvents,
  ...rotaEvents,
  ...sampleEvents,
  ...orderEvents,
  ...requestEvents,
  ...answerLinkEvents,
  ...selfReportEvents,
  ...letterEvents,
  ...registerEvents,
  ...accessEvents('*'),
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['schema']>;
/** A type with its data, as deciders give and fold it. Distributes over unions of types. */
export type EventOf<T extends EventType> = T extends EventType ? { type: T; data: EventData<T> } : never;

export type ReportEvent = EventOf<keyof typeof reportEvents>;
export type ClaimEvent = EventOf<keyof typeof claimEvents>;
export type CaseEvent = EventOf<keyof typeof caseEvents>;
export type OrderEvent = EventOf<keyof typeof orderEvents>;
export type RequestEvent = EventOf<keyof typeof requestEvents>;
export type AnswerLinkEvent = EventOf<keyof typeof answerLinkEvents>;
export type LetterEvent = EventOf<keyof typeof letterEvents>;
export type SelfReportEvent = EventOf<keyof typeof selfReportEvents>;
export type ReferralEvent = EventOf<keyof typeof referralEvents>;
export type SupportEvent = EventOf<keyof typeof supportEvents>;
export type RotaEvent = EventOf<keyof typeof rotaEvents>;
export type FindingEvent = EventOf<keyof typeof findingEvents>;
export type RegisterEvent = EventOf<keyof typeof registerEvents>;
export type AccessEvent = EventOf<keyof ReturnType<typeof accessEvents>>;

const NOT_MATERIAL: ReadonlySet<EventType> = new Set<EventType>([
  'ReportAttached',
  'NoteAdded',
  'CategorySuggested',
  'CasePrioritised',
  'ApprovalPassed',
  'OwnViewRecorded',
  'DocumentRegistered',
]);

/**
 * Whether an event changes what a decision rests on. A case's `version`/`ETag` is its last material event: attached
 * reports, notes, suggestions and claims are re-decided across, so that a busy case does not answer 409 for ever.
 */
export const isMaterial = (type: EventType): boolean => !NOT_MATERIAL.has(type);
