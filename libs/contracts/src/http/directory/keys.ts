import { z } from 'zod';
import { id, instant } from '../../events/shapes.js';
import { entryId } from '../../registers.js';
import { CHANNELS, KEY_ROLES, keysOf } from '../../vocabulary/index.js';

const keyRole = z.enum(keysOf(KEY_ROLES));
const position = z.int();

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

export type KeysQuery = z.infer<typeof KeysQuery>;
export type IssueKey = z.infer<typeof IssueKey>;
export type KeyView = z.infer<typeof KeyView>;
export type KeyList = z.infer<typeof KeyList>;
export type KeyIssued = z.infer<typeof KeyIssued>;
export type KeyRevoked = z.infer<typeof KeyRevoked>;
