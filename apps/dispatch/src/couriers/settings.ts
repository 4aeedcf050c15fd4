import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { letterhead } from '#libs/contracts';
import { isDnsName } from '#libs/lists';
import { ConfigError } from '#libs/service-kit';
import { ANSWER_PATH } from '../answer-link/answer-links.js';
import { paceSettings } from '../feed/pace.js';

/** `HOST:PORT`; the host is an address: nothing is looked up before a resolver can be asked. */
const address = z
  .string()
  .regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):\d{1,5}$/i, 'must be ADDRESS:PORT')
  .transform((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
  });

const name = z.string().toLowerCase().refine(isDnsName, 'must be a DNS name');
const policyName = z
  .string()
  .toLowerCase()
  .refine((text) => isDnsName(text.replace(/^\*\./, '')), 'must be a DNS name or *.NAME');

const tsigKey = z.strictObject({
  name,
  secret: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

const perHour = z.int().min(1).max(1_000_000).default(2_000);

/** How the effect is looked for: the resolver of the provider, and a name that its list always blocks. */
const probe = z.strictObject({
  resolver: address,
  /** Stands on the provider's list for ever and resolves elsewhere: whoever does not block it does not apply the list. */
  canary: name,
  /** Never stands on any list. */
  neighbour: name,
  /** Address of the notice page that the provider sends blocked names to. */
  notice: z.string().optional(),
  /** How long the resolver keeps an answer: for so long after a change "not yet" says nothing. */
  cacheSeconds: z.int().min(0).max(86_400).default(60),
});

const rpz = z.strictObject({
  adapter: z.literal('rpz'),
  primary: address,
  updateKey: tsigKey,
  blockZone: name,
  allowZone: name,
  /** Names that always pass, beside the guard register's. */
  allow: z.array(policyName).default([]),
  privateRoad: z.boolean().default(false),
  perHour,
  /** The primary's log of transfers and the key the provider signs them with: a transfer is its receipt. */
  transfers: z.strictObject({ log: z.string().min(1), key: name }).optional(),
  probe: probe.optional(),
});

const signedPost = {
  url: z.url({ protocol: /^https?$/ }),
  /** Newest first. While a secret is replaced both sign, and the receiver takes either. */
  secrets: z
    .array(z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/))
    .min(1)
    .max(3),
  /** This host may have an address of a private network, or speak plain HTTP. */
  privateHost: z.string().optional(),
  /** How long the receiver may take to answer, from the first byte out to the last one in. */
  patienceSeconds: z.number().min(0.1).max(60).default(20),
};

const webhook = z.strictObject({ adapter: z.literal('webhook'), ...signedPost, probe: probe.optional() });

/** A platform that is sent each request; what it removes is not seen by a resolver, so there is no probe. */
const platformNotice = z.strictObject({
  adapter: z.literal('platform-notice'),
  ...signedPost,
  perHour,
});

/** A provider that wants an official letter: addressed by its registered name unless it is said otherwise. */
const letter = z.strictObject({
  adapter: z.literal('letter'),
  addressee: z.string().min(1).max(200).optional(),
  /** Letters to it go a way that nobody reads on it; without this no target of a referral category is written down. */
  privateRoad: z.boolean().default(false),
  perHour,
});

/** A provider that polls: how its effect is looked at, and how fast it wants to be changed. */
const polls = z.strictObject({ adapter: z.literal('polls'), probe: probe.optional(), ...paceSettings });

const delivery = z
  .strictObject({
    /** Our own resolver, which no list touches: what a name answers without a block. */
    control: address.optional(),
    /**
     * The installation's public address. With it notices and letters carry a link at which whoever has them answers; without it there
     * is no such page. Its path is ours: what stands in letters for years is not to move with a setting.
     */
    answersAt: z
      .url({ protocol: /^https$/ })
      .refine((text) => /^https:\/\/[^/?#@]+\/?$/.test(text), 'must be https://HOST, with nothing after it')
      .transform((text) => `${new URL(text).origin}/${ANSWER_PATH}`)
      .optional(),
    /** The head of official letters: one name for the whole installation. */
    letterhead: z
      .strictObject({
        ...letterhead.shape,
        superior: letterhead.shape.superior.default(null),
        signer: z.strictObject({
          ...letterhead.shape.signer.shape,
          authority: z.string().min(1).max(100).nullable().default(null),
        }),
        copies: letterhead.shape.copies.default([]),
      })
      .optional(),
    providers: z
      .record(z.string(), z.discriminatedUnion('adapter', [rpz, webhook, platformNotice, letter, polls]))
      .default({}),
  })
  .refine(
    ({ letterhead: head, providers }) =>
      head !== undefined || Object.values(providers).every(({ adapter }) => adapter !== 'letter'),
    { path: ['letterhead'], message: 'is needed: a provider wants official letters' },
  );

export type DeliverySettings = z.infer<typeof delivery>;
export type ProviderSettings = DeliverySettings['providers'][string];
export type RpzSettings = z.infer<typeof rpz>;
export type WebhookSettings = z.infer<typeof webhook>;
export type PlatformNoticeSettings = z.infer<typeof platformNotice>;
export type LetterSettings = z.infer<typeof letter>;
export type ProbeSettings = z.infer<typeof probe>;

const FILE = 'delivery.json';

/**
 * How each provider is reached, from `delivery.json` in the data folder; without the file providers poll and nobody is
 * probed. It holds keys: a file that others can read is refused.
 * @throws {ConfigError} naming every field that cannot be used, and repeating no value.
 */
export function readDeliverySettings(dataDir: string): DeliverySettings {
  const path = join(dataDir, FILE);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return { providers: {} };
  if ((stat.mode & 0o077) !== 0) throw new ConfigError([`${FILE}: holds keys and can be read by others; chmod 600`]);
  return parseDeliverySettings(readFileSync(path, 'utf8'));
}

/** @throws {ConfigError} as `readDeliverySettings`. */
export function parseDeliverySettings(text: string): DeliverySettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ConfigError([`${FILE}: is not JSON`]);
  }
  const read = delivery.safeParse(json);
  if (read.success) return read.data;
  throw new ConfigError(read.error.issues.map((issue) => `${FILE}: ${issue.path.join('.')}: ${issue.message}`));
}
