import { resolve } from 'node:path';
import { z } from 'zod';
import { SASL_MECHANISMS, kafkaAccess, kafkaProblems } from './kafka-access.js';
import type { KafkaAccess } from './kafka-access.js';
import { retentionDays } from './retention.js';
import type { RetentionDays } from './retention.js';
import { OTLP_VARIABLES, spanExport } from './tracing/otlp-settings.js';
import type { SpanExport } from './tracing/otlp-settings.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const MODES = ['demo', 'production'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type Mode = (typeof MODES)[number];

const key32 = z.base64().transform((text, ctx) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 32) return bytes;
  ctx.addIssue(`must be 32 bytes in base64, this is ${String(bytes.length)} bytes`);
  return z.NEVER;
});

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8300),
  HOST: z.string().min(1).default('127.0.0.1'),
  LACHAN_DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
  KAFKA_BROKERS: list
    .refine((brokers) => brokers.every((b) => /^[^\s:]+:\d+$/.test(b)), 'must be HOST:PORT[,…]')
    .optional(),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,60}$/, 'must be letters, digits, _ and -')
    .default('lachan'),
  KAFKA_TLS: z.enum(['true', 'false']).default('false'),
  KAFKA_TLS_CA: z.string().optional(),
  KAFKA_TLS_CERT: z.string().optional(),
  KAFKA_TLS_KEY: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(SASL_MECHANISMS).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  LACHAN_MODE: z.enum(MODES).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  LACHAN_MASTER_KEY: key32.optional(),
  LACHAN_DEDUPE_SECRET: key32.optional(),
  LACHAN_TRUSTED_PROXY: list.optional(),
  LACHAN_PUBLIC_RATE: z.coerce.number().int().min(1).max(1_000_000).default(60),
  LACHAN_IDLE_SECONDS: z.coerce.number().min(1).max(3_600).default(120),
  LACHAN_RETENTION_DAYS: retentionDays,
  ...OTLP_VARIABLES,
});

/** What the environment asked for, validated. Injectable by class; `loadConfig` makes it. */
export class AppConfig {
  /** TCP port of API and pages; 0 lets the system choose one. */
  readonly port!: number;
  readonly host!: string;
  /** Absolute path of the folder of embedded PostgreSQL's files and of local keys. */
  readonly dataDir!: string;
  /** Undefined: the embedded server is used. */
  readonly databaseUrl: string | undefined;
  /** Undefined: services hear of events through PostgreSQL. */
  readonly kafkaBrokers: readonly string[] | undefined;
  /** How to reach those brokers. */
  readonly kafka?: KafkaAccess;
  /** Undefined: decided at the first start and stored in the data folder (interfaces.md, Configuration). */
  readonly mode: Mode | undefined;
  readonly logLevel!: LogLevel;
  /** 32 bytes that wrap data keys; undefined: a file in the data folder. */
  readonly masterKey: Buffer | undefined;
  /** 32 bytes, HMAC key of dedupe keys (domain.md, Identity of a target); undefined: a file in the data folder. */
  readonly dedupeSecret: Buffer | undefined;
  /** Addresses or CIDR ranges whose `X-Forwarded-*` are believed; false: nobody's. */
  readonly trustedProxy!: false | readonly string[];
  /** Calls of the public doors (report, receipt) per minute and client address; as many may come at once. */
  readonly publicRate!: number;
  /** A connection on which nothing has moved for so long is cut (s): who does not read its answer holds no memory. Above the longest wait. */
  readonly idleSeconds!: number;
  /** How long rows are kept that are neither history nor made from it (days). */
  readonly retentionDays!: RetentionDays;
  /** Undefined: no spans are made. */
  readonly spanExport?: SpanExport | undefined;

  constructor(values: { readonly [K in keyof AppConfig]: AppConfig[K] }) {
    Object.assign(this, values);
  }
}

/** Every problem of the configuration at once, one line each, for the person who has to correct it. Exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from environment variables (interfaces.md, Configuration; docs/OPERATIONS.md). An empty
 * variable counts as not set. Values are never repeated in the error: some of them are secrets.
 * @throws {ConfigError} naming every variable that cannot be used, not only the first.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): AppConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const read = environment.safeParse(given);
  if (!read.success) {
    throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const e = read.data;
  const problems = kafkaProblems(e);
  if (problems.length > 0) throw new ConfigError(problems);
  return new AppConfig({
    port: e.PORT,
    host: e.HOST,
    dataDir: resolve(e.LACHAN_DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    kafkaBrokers: e.KAFKA_BROKERS,
    kafka: kafkaAccess(e),
    mode: e.LACHAN_MODE,
    logLevel: e.LOG_LEVEL,
    masterKey: e.LACHAN_MASTER_KEY,
    dedupeSecret: e.LACHAN_DEDUPE_SECRET,
    trustedProxy: e.LACHAN_TRUSTED_PROXY ?? false,
    publicRate: e.LACHAN_PUBLIC_RATE,
    idleSeconds: e.LACHAN_IDLE_SECONDS,
    retentionDays: e.LACHAN_RETENTION_DAYS,
    spanExport: spanExport(e),
  });
}
