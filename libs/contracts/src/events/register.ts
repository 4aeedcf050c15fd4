import { z } from 'zod';
import { KEY_ROLES, REGISTER_KINDS, keysOf } from '../vocabulary/index.js';
import { eventsOf, personalField } from './define.js';
import { id, uuid } from './shapes.js';

const register = eventsOf('register');

const entry = { kind: z.enum(keysOf(REGISTER_KINDS)), entry: id, changeId: uuid };

/**
 * `register-<kind>.<id>`: the approved value is complete in `EntryApproved`, so that projections need one event.
 * `value` is public for every kind but `person`, whose value is `personal`.
 */
export const registerEvents = {
  EntryProposed: register({
    ...entry,
    retire: z.boolean(),
    proposedBy: id,
    human: id,
    unit: id,
    value: z.record(z.string(), z.unknown()).nullable(),
    personal: personalField(z.record(z.string(), z.unknown())),
  }),
  EntryApproved: register({
    ...entry,
    proposedBy: id,
    approvedBy: id,
    human: id,
    unit: id,
    value: z.record(z.string(), z.unknown()).nullable(),
    personal: personalField(z.record(z.string(), z.unknown())),
  }),
  EntryRejected: register({ ...entry, rejectedBy: id, reason: z.string() }),
  EntryRetired: register({ ...entry, proposedBy: id, approvedBy: id, human: id, unit: id }),
};

/** `access-<app>-<principal>-<day>`: who came, who read what, and what the rules stopped. Never on the case. */
export const accessEvents = (app: string) => {
  const access = eventsOf(`access-${app}`);
  return {
    SignedIn: access({ person: id }),
    SignInFailed: access({ login: personalField(z.string()) }),
    CaseViewed: access({ caseId: uuid }),
    TextRevealed: access({ caseId: uuid.nullable(), what: z.string() }),
    /** Somebody went on although a break was suggested. Why is theirs to say and is sealed as personal. */
    RestDeclined: access({ person: id, why: z.enum(['break', 'cap']), reason: personalField(z.string()) }),
    EvidenceExported: access({ caseId: uuid, purpose: z.string() }),
    KeyIssued: access({ keyId: id, keyRole: z.enum(keysOf(KEY_ROLES)), holder: id, name: z.string() }),
    KeyRevoked: access({ keyId: id, holder: id }),
    /** A command that the rules refused: self-approval, stale claim, guarded name, foreign unit. */
    AttemptRefused: access({
      attempt: z.string(),
      refusal: z.string(),
      caseId: uuid.nullable(),
      subject: z.string().nullable(),
    }),
  };
};
