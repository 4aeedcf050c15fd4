import { z } from 'zod';
import { action, category, id, instant, uuid } from '../events/shapes.js';
import { entryId } from '../registers.js';
import { CHANNELS, KEY_ROLES, PROVIDER_KINDS, REGISTER_KINDS, ROLES, UNIT_KINDS, keysOf } from '../vocabulary/index.js';
import { after, cursor } from './common.js';

const role = z.enum(keysOf(ROLES));
const keyRole = z.enum(keysOf(KEY_ROLES));
const position = z.int();
const value = z.record(z.string(), z.unknown());
export const registerKind = z.enum(keysOf(REGISTER_KINDS));

/** Long enough that guessing is hopeless under throttling; longer than a few hundred letters is not a password [ours]. */
export const newPassword = z.string().min(12).max(256);

// --- sessions ---------------------------------------------------------------------------------------------------------

/** `code`: the six digits of a second factor, where one is set up. */
export const SignIn = z
  .strictObject({
    login: z.string().min(1).max(100),
    password: z.string().min(1).max(1000),
    code: z.string().max(20).optional(),
  })
  .meta({ id: 'SignIn' });

export const SessionUser = z
  .object({ id, login: z.string(), name: z.string(), unit: id, unitName: z.string(), roles: z.array(role) })
  .meta({ id: 'SessionUser' });

export const SignedInUser = z.object({ user: SessionUser, position }).meta({ id: 'SignedInUser' });

/** A provider's staff begin a session with its key (`lck_…`); the key itself is not kept anywhere. */
export const SignInWithKey = z.strictObject({ key: z.string().min(1).max(200) }).meta({ id: 'SignInWithKey' });

export const SessionKey = z
  .object({
    id,
    role: keyRole,
    unit: id.nullable(),
    provider: id.nullable(),
    channel: z.enum(keysOf(CHANNELS)).nullable(),
  })
  .meta({ id: 'SessionKey' });

export const SignedInKey = z.object({ key: SessionKey, position }).meta({ id: 'SignedInKey' });

/** Who is calling: a person's session, or a program's key (also when its holder's staff began a session with it). */
export const WhoAmI = z.object({ user: SessionUser.optional(), key: SessionKey.optional() }).meta({ id: 'WhoAmI' });

/** The person's own change of password. */
export const ChangePassword = z
  .strictObject({ current: z.string().min(1).max(1000), password: newPassword })
  .meta({ id: 'ChangePassword' });

/** What an authenticator app needs; shown this once. It counts when it was confirmed with a code. */
export const SecondFactorBegun = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'SecondFactorBegun' });
export const SecondFactorCode = z.strictObject({ code: z.string().min(6).max(20) }).meta({ id: 'SecondFactorCode' });
/** Removing it takes the password, as changing the password does. */
export const SecondFactorRemoval = z
  .strictObject({ password: z.string().min(1).max(1000), code: z.string().min(6).max(20) })
  .meta({ id: 'SecondFactorRemoval' });

/** Sets the password of an account that was invited; the token of the path is both administrators' parts, joined by a dot. */
export const AcceptInvitation = z.strictObject({ password: newPassword }).meta({ id: 'AcceptInvitation' });
export const AcceptedInvitation = z.object({ login: z.string() }).meta({ id: 'AcceptedInvitation' });

// --- set-up -----------------------------------------------------------------------------------------------------------

const founder = z.strictObject({
  id: entryId,
  login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/),
  name: z.string().min(1).max(200),
  unit: z.strictObject({ id: entryId, name: z.string().min(1).max(300), kind: z.enum(keysOf(UNIT_KINDS)) }),
});

/**
 * The first two administrators, of two units: with one alone nothing could ever be approved. Whoever holds the one-time
 * link sets the first one's password; the second one gets an invitation.
 */
export const SetUp = z
  .strictObject({
    token: z.string().min(1).max(200),
    administrators: z.tuple([founder.extend({ password: newPassword }), founder]),
  })
  .meta({ id: 'SetUp' });
export const SetUpDone = z
  .object({
    administrators: z.array(z.object({ id, login: z.string() })),
    invitation: z.object({ token: z.string(), expiresAt: instant }),
    position,
  })
  .meta({ id: 'SetUpDone' });

// --- registers --------------------------------------------------------------------------------------------------------

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

// --- look-ups for staff ---------------------------------------------------------------------------------------------------

export const ProviderQuery = z.strictObject({
  action: action.optional(),
  category: category.optional(),
  after,
});
export const ProviderView = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(keysOf(PROVIDER_KINDS)),
    expresses: z.array(action),
    platforms: z.array(z.string()),
    provinces: z.array(id).nullable(),
    sandbox: z.boolean(),
  })
  .meta({ id: 'ProviderView' });
export const ProviderList = z.object({ items: z.array(ProviderView), stale: z.boolean() }).meta({ id: 'ProviderList' });

/** With a filter: those under which the caller's unit is competent today. */
export const LegalBasisQuery = ProviderQuery;
export const LegalBasisView = z
  .object({
    id,
    citation: z.string(),
    title: z.string(),
    validFrom: instant,
    validTo: instant.optional(),
    categories: z.array(category),
    actions: z.array(action),
  })
  .meta({ id: 'LegalBasisView' });
export const LegalBasisList = z
  .object({ items: z.array(LegalBasisView), stale: z.boolean() })
  .meta({ id: 'LegalBasisList' });

const named = z.union([id, z.array(id).max(100)]).optional();
/** Ids as they stand in events and answers; who has left keeps the last name. An id nobody has is left out. */
export const NamesQuery = z.strictObject({ person: named, unit: named, provider: named, province: named });
export const Names = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(['person', 'unit', 'provider', 'province']),
        id,
        name: z.string(),
        /** Of a person: where they work, or worked last. */
        unit: id.optional(),
      }),
    ),
  })
  .meta({ id: 'Names' });

// --- a provider about itself ------------------------------------------------------------------------------------------

/** The provider's own register entry; `pendingContact` waits for an administrator. */
export const OwnProvider = z
  .object({
    ...ProviderView.shape,
    contact: z.string(),
    pendingContact: z.object({ contact: z.string(), changeId: uuid, proposedAt: instant }).nullable(),
  })
  .meta({ id: 'OwnProvider' });
/** Whom we reach day and night (đầu mối 24/7). */
export const ProposeContact = z
  .strictObject({ contact: z.string().trim().min(3).max(300) })
  .meta({ id: 'ProposeContact' });

// --- keys -------------------------------------------------------------------------------------------------------------

/**
 * A key's holder is a unit (channels, schools, police, hotline) or a provider. A provider that rotates its own key
 * leaves out role and holder; the old key keeps working until it is revoked.
 */
export const IssueKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: keyRole.optional(),
    unit: entryId.optional(),
    provider: entryId.optional(),
    channel: z.enum(keysOf(CHANNELS)).optional(),
    notBefore: instant.optional(),
    notAfter: instant.optional(),
  })
  .meta({ id: 'IssueKey' });

export const KeyView = z
  .object({
    id,
    name: z.string(),
    prefix: z.string(),
    role: keyRole,
    unit: id.nullable(),
    provider: id.nullable(),
    channel: z.enum(keysOf(CHANNELS)).nullable(),
    notBefore: instant,
    notAfter: instant.nullable(),
    createdAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'KeyView' });
/** `live`: only those that open something now, or only those that do not. */
export const KeysQuery = z.strictObject({
  role: keyRole.optional(),
  unit: entryId.optional(),
  provider: entryId.optional(),
  live: z.stringbool().optional(),
});
export const KeyList = z.object({ items: z.array(KeyView) }).meta({ id: 'KeyList' });

/** `key` is shown this once; only its hash is kept. */
export const KeyIssued = z.object({ ...KeyView.shape, key: z.string(), position }).meta({ id: 'KeyIssued' });
export const KeyRevoked = z.object({ id, position }).meta({ id: 'KeyRevoked' });

export type SignIn = z.infer<typeof SignIn>;
export type SignInWithKey = z.infer<typeof SignInWithKey>;
export type SignedInKey = z.infer<typeof SignedInKey>;
export type OwnProvider = z.infer<typeof OwnProvider>;
export type ProposeContact = z.infer<typeof ProposeContact>;
export type SessionUser = z.infer<typeof SessionUser>;
export type SignedInUser = z.infer<typeof SignedInUser>;
export type WhoAmI = z.infer<typeof WhoAmI>;
export type ChangePassword = z.infer<typeof ChangePassword>;
export type SecondFactorBegun = z.infer<typeof SecondFactorBegun>;
export type SecondFactorCode = z.infer<typeof SecondFactorCode>;
export type SecondFactorRemoval = z.infer<typeof SecondFactorRemoval>;
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>;
export type SetUp = z.infer<typeof SetUp>;
export type SetUpDone = z.infer<typeof SetUpDone>;
export type RegisterQuery = z.infer<typeof RegisterQuery>;
export type RegisterChange = z.infer<typeof RegisterChange>;
export type RegisterChanges = z.infer<typeof RegisterChanges>;
export type RegisterEntryView = z.infer<typeof RegisterEntryView>;
export type GuardCheckQuery = z.infer<typeof GuardCheckQuery>;
export type GuardCheck = z.infer<typeof GuardCheck>;
export type InvitationList = z.infer<typeof InvitationList>;
export type KeysQuery = z.infer<typeof KeysQuery>;
export type RegisterList = z.infer<typeof RegisterList>;
export type RegisterEntryHistory = z.infer<typeof RegisterEntryHistory>;
export type ProposeEntry = z.infer<typeof ProposeEntry>;
export type ApproveChange = z.infer<typeof ApproveChange>;
export type RejectChange = z.infer<typeof RejectChange>;
export type ChangeProposed = z.infer<typeof ChangeProposed>;
export type ChangeDecided = z.infer<typeof ChangeDecided>;
export type ProviderQuery = z.infer<typeof ProviderQuery>;
export type ProviderView = z.infer<typeof ProviderView>;
export type ProviderList = z.infer<typeof ProviderList>;
export type LegalBasisQuery = z.infer<typeof LegalBasisQuery>;
export type LegalBasisView = z.infer<typeof LegalBasisView>;
export type LegalBasisList = z.infer<typeof LegalBasisList>;
export type NamesQuery = z.infer<typeof NamesQuery>;
export type Names = z.infer<typeof Names>;
export type IssueKey = z.infer<typeof IssueKey>;
export type KeyView = z.infer<typeof KeyView>;
export type KeyList = z.infer<typeof KeyList>;
export type KeyIssued = z.infer<typeof KeyIssued>;
export type KeyRevoked = z.infer<typeof KeyRevoked>;
