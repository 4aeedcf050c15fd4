import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '#libs/service-kit';

/** Who may frame the button: whole origins, over TLS but on one's own machine. Nothing in it can end the header or widen it. */
const origin = z
  .string()
  .regex(
    /^(?:https:\/\/[a-z0-9.-]+(?::\d{1,5})?|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)$/,
    'must be an origin, https://HOST',
  );

const partner = z.strictObject({
  /** Pages of these origins may show the button. */
  frames: z.array(origin).max(20).default([]),
  /** Ids of the partner's keys (the middle part of the key): their reports must be signed. */
  keys: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .max(20)
    .default([]),
  /** Newest first. While a secret is replaced either is good. */
  secrets: z
    .array(z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/))
    .max(3)
    .default([]),
});
const file = z
  .strictObject({ partners: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/), partner) })
  .refine(
    ({ partners }) => Object.values(partners).every(({ keys, secrets }) => keys.length === 0 || secrets.length > 0),
    'a partner with keys needs a secret',
  );

export type Partner = z.infer<typeof partner>;
export type Partners = ReadonlyMap<string, Partner>;

const FILE = 'partners.json';

/**
 * Telecoms and others that put the report button into their own pages and apps, from `partners.json` in the data folder.
 * It holds secrets: a file that others can read is refused.
 * @throws {ConfigError} naming every field that cannot be used, and repeating no value.
 */
export function readPartners(dataDir: string): Partners {
  const path = join(dataDir, FILE);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return new Map();
  if ((stat.mode & 0o077) !== 0) throw new ConfigError([`${FILE}: holds secrets and can be read by others; chmod 600`]);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new ConfigError([`${FILE}: is not JSON`]);
  }
  const read = file.safeParse(json);
  if (read.success) return new Map(Object.entries(read.data.partners));
  throw new ConfigError(read.error.issues.map((issue) => `${FILE}: ${issue.path.join('.')}: ${issue.message}`));
}
