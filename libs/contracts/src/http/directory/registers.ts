import { z } from 'zod';
import { action, id, instant, uuid } from '../../events/shapes.js';
import { entryId } from '../../registers.js';
import { REGISTER_KINDS, keysOf } from '../../vocabulary/index.js';
import { after, cursor } from '../common.js';

const position = z.int();
const value = z.record(z.string(), z.unknown());
export const registerKind = z.enum(keysOf(REGISTER_KINDS));

/** `at`: as the register counts at that moment (default: now). `all`: ended, retired and not yet valid entries too. */
export const RegisterQuery = z.strictObject({
  at: instant.optional(),
  all: z.stringbool().optional(),
  /** Looked for in id and value, without regard to accents; every word must be there. */
  q: z.string().trim().min(1).max(200).optional(),
  cursor: cursor.optional(),
  /** Without it the whole register comes. */
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after,
});

export const RegisterChange = z
  .object({
    kind: registerKind,
    entry: id,
    changeId: uuid,
    retire: z.boolean(),
    proposedBy: id,
    unit: id,
    proposedAt: instant,
    value: value.nullable(),
  })
  .meta({ id: 'RegisterChange' });
/** A proposed change beside what counts: `before` is the newest approved value, `value` what it would become (null: it ends). */
export const PendingChangeView = RegisterChange.extend({ before: value.nullable() }).meta({
  id: 'PendingRegisterChange',
});
export const RegisterChanges = z
  .object({ items: z.array(PendingChangeView), stale: z.boolean() })
  .meta({ id: 'RegisterChanges' });

/** Would a target be stopped, and by what? A name, an address or a whole link. */
export const GuardCheckQuery = z.strictObject({ name: z.string().trim().min(1).max(2_000) });
export const GuardCheck = z
  .object({
    /** As it was understood; null when nobody can read it as a target. */
    host: z.string().nullable(),
    domain: z.string().nullable(),
    unreadable: z.string().nullable(),
    actions: z.array(
      z.object({
        action,
        stopped: z.boolean(),
        reason: z.string().nullable(),
        entry: z.object({ name: z.string(), kind: z.string(), source: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'GuardCheck' });

/** Where an invitation stands, and of every person whether they can sign in; no part of any token. */
export const InvitationList = z
  .object({
    items: z.array(
      z.object({
        changeId: uuid,
        person: id,
        state: z.enum(['awaiting-approval', 'open', 'used', 'lapsed']),
        createdAt: instant,
        expiresAt: instant,
        usedAt: instant.nullable(),
      }),
    ),
    accounts: z.array(z.object({ person: id, password: z.boolean(), secondFactor: z.boolean() })),
  })
  .meta({ id: 'InvitationList' });

/** `valid` at the moment asked about; `value` is null for a retired entry, or a person who was erased. */
export const RegisterEntryView = z
  .object({ kind: registerKind, id, valid: z.boolean(), value: value.nullable() })
  .meta({ id: 'RegisterEntryView' });
export const RegisterList = z
  .object({ items: z.array(RegisterEntryView), cursor: cursor.optional(), stale: z.boolean() })
  .meta({ id: 'RegisterList' });

/** One approved version or retirement. */
export const RegisterVersionView = z
  .object({
    position,
    validFrom: instant,
    validTo: instant.nullable(),
    retired: z.boolean(),
    proposedBy: id,
    approvedBy: id,
    value: value.nullable(),
  })
  .meta({ id: 'RegisterVersionView' });
export const RegisterEntryHistory = z
  .object({
    ...RegisterEntryView.shape,
    versions: z.array(RegisterVersionView),
    pending: RegisterChange.nullable(),
    stale: z.boolean(),
  })
  .meta({ id: 'RegisterEntryHistory' });

/** `value` is the whole entry, per kind; `invite` asks for a new invitation of a person who has a password already. */
export const ProposeEntry = z
  .strictObject({ id: entryId, value, invite: z.boolean().optional() })
  .meta({ id: 'ProposeEntry' });
export const ApproveChange = z.strictObject({ changeId: uuid }).meta({ id: 'ApproveChange' });
export const RejectChange = z
  .strictObject({ changeId: uuid, reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'RejectChange' });

/** `invitationPart`: this administrator's half of the person's invitation; shown once, to be handed over in person. */
export const ChangeProposed = z
  .object({ changeId: uuid, position, invitationPart: z.string().optional() })
  .meta({ id: 'ChangeProposed' });
export const ChangeDecided = z
  .object({ changeId: uuid, position, invitationPart: z.string().optional() })
  .meta({ id: 'ChangeDecided' });

export type RegisterQuery = z.infer<typeof RegisterQuery>;
export type RegisterChange = z.infer<typeof RegisterChange>;
export type RegisterChanges = z.infer<typeof RegisterChanges>;
export type RegisterEntryView = z.infer<typeof RegisterEntryView>;
export type GuardCheckQuery = z.infer<typeof GuardCheckQuery>;
export type GuardCheck = z.infer<typeof GuardCheck>;
export type InvitationList = z.infer<typeof InvitationList>;
export type RegisterList = z.infer<typeof RegisterList>;
export type RegisterEntryHistory = z.infer<typeof RegisterEntryHistory>;
export type ProposeEntry = z.infer<typeof ProposeEntry>;
export type ApproveChange = z.infer<typeof ApproveChange>;
export type RejectChange = z.infer<typeof RejectChange>;
export type ChangeProposed = z.infer<typeof ChangeProposed>;
export type ChangeDecided = z.infer<typeof ChangeDecided>;
