import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { isDnsName } from '#libs/lists';
import { codeOf, wordsOf } from '../native-error.js';

/** Every problem of the configuration at once, one line each; values are not repeated, one of them might be a key. Exit code 2. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
  constructor(readonly problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const path = z.string().refine(isAbsolute, 'must be an absolute path');
/** A program with its arguments, started without a shell. `{file}` is where the new list lies before it takes the old one's place. */
const command = z.array(z.string().min(1)).min(1);
const name = z.string().toLowerCase().refine(isDnsName, 'must be a host name');

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/;

const address = z.string().transform((text, ctx) => {
  const found = /^(?:\[([0-9a-f:]+)\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/i.exec(text);
  const host = found?.[1] ?? found?.[2];
  if (host !== undefined && Number(found?.[3]) <= 65_535) return { host, port: Number(found?.[3]) };
  ctx.addIssue('must be ADDRESS:PORT, e.g. 127.0.0.1:53');
  return z.NEVER;
});

/** The key goes with every call: without encryption only to this machine itself. */
const server = z.string().transform((text, ctx) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))) return url.origin;
  ctx.addIssue('must be an https:// address (http:// only for a server on this machine)');
  return z.NEVER;
});

const ofEach = {
  check: z.array(command).optional(),
  reload: command,
};
const ofNames = {
  ...ofEach,
  /** The list that the resolver includes. Nothing else is ever written into this file. */
  file: path,
  /** The resolver itself, asked whether it does what its list says. */
  resolver: address,
  /** A name that the authority agreed with you to be blocked always, so that it can see your list work without naming a target. */
  canary: name.optional(),
};

const driver = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unbound'), ...ofNames, check: z.array(command).min(1) }),
  z.strictObject({ kind: z.literal('bind'), ...ofNames, zone: name }),
  z.strictObject({ kind: z.literal('dnsmasq'), ...ofNames }),
  z.strictObject({
    kind: z.literal('squid'),
    ...ofEach,
    check: z.array(command).min(1),
    domains: path,
    urls: path,
    /** Squid opens HTTPS with a certificate of yours: only then does it see a path there. */
    seesHttpsPaths: z.boolean().default(false),
  }),
]);

const file = z.strictObject({
  $comment: z.string().optional(),
  server,
  /** Default: the systemd credential `lachan-key`, then the environment's LACHAN_KEY. */
  keyFile: path.optional(),
  stateFolder: path,
  driver,
  /** How long a poll waits at the server when there is nothing new (s). */
  wait: z.int().min(1).max(60).default(30),
  /** Lists kept for `rollback`. */
  keepVersions: z.int().min(2).max(1_000).default(10),
  /** A block goes this long after its end by the server's clock, if no lift came; null: never without a lift. */
  graceHours: z.number().min(0).max(8_760).nullable().default(72),
  /** What stops and asks: within an hour more than this part of the list came or went, and more than `least` entries. */
  breaker: z
    .strictObject({ fraction: z.number().gt(0).max(10).default(0.5), least: z.int().min(1).default(50) })
    .prefault({}),
  /** How long the resolver may take until it shows a new list (s). */
  proveWithin: z.int().min(1).max(600).default(30),
  /** How long a checker or a reload may take (s). */
  commandTimeout: z.int().min(1).max(600).default(60),
  /** The whole list is compared with the server's so often, and at every start. */
  snapshotEveryHours: z.number().min(0.01).max(168).default(24),
  /** Names that you never block, whoever asks, with everything below and above them. */
  neverBlock: z.array(name).default([]),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type AgentConfig = Readonly<z.infer<typeof file>>;
export type DriverConfig = AgentConfig['driver'];
export type DriverConfigOf<K extends DriverConfig['kind']> = Extract<DriverConfig, { kind: K }>;
export type Command = readonly string[];

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** @throws {ConfigRefused} naming everything that cannot be used. */
export function parseConfig(value: unknown): AgentConfig {
  const read = file.safeParse(value);
  if (read.success) return read.data;
  throw new ConfigRefused(
    read.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`),
  );
}

/** @throws {ConfigRefused} also when there is no such file, or it is not JSON. */
export function readConfig(where: string): AgentConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(where, 'utf8'));
  } catch (error) {
    const why = codeOf(error) === undefined ? 'it is not JSON' : wordsOf(error);
    throw new ConfigRefused([`${where}: ${why}`]);
  }
  return parseConfig(value);
}

/**
 * The provider's key. Never printed, never logged.
 * @throws {ConfigRefused} when there is none.
 */
export function readKey({ keyFile }: Pick<AgentConfig, 'keyFile'>, env: NodeJS.ProcessEnv): string {
  const credentials = env['CREDENTIALS_DIRECTORY'];
  const places = [keyFile, credentials === undefined ? undefined : join(credentials, 'lachan-key')];
  for (const place of places) {
    if (place === undefined) continue;
    try {
      const key = readFileSync(place, 'utf8').trim();
      if (key !== '') return key;
    } catch (error) {
      if (place === keyFile) throw new ConfigRefused([`keyFile: ${wordsOf(error)}`]);
    }
  }
  const given = env['LACHAN_KEY']?.trim() ?? '';
  if (given !== '') return given;
  throw new ConfigRefused(['there is no key: keyFile, the systemd credential lachan-key, or LACHAN_KEY']);
}
