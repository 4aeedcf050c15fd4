import { z } from 'zod';
import { id, instant } from '../../events/shapes.js';
import { entryId } from '../../registers.js';
import { CHANNELS, KEY_ROLES, ROLES, UNIT_KINDS, keysOf } from '../../vocabulary/index.js';

const role = z.enum(keysOf(ROLES));
const keyRole = z.enum(keysOf(KEY_ROLES));
const position = z.int();

/** Long enough that guessing is hopeless under throttling; longer than a few hundred letters is not a password [ours]. */
export const newPassword = z.string().min(12).max(256);

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

export type SignIn = z.infer<typeof SignIn>;
export type SignInWithKey = z.infer<typeof SignInWithKey>;
export type SignedInKey = z.infer<typeof SignedInKey>;
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
