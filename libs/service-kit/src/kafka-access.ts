import { readFileSync } from 'node:fs';

/** How to reach Kafka's brokers beside their addresses. */
export interface KafkaAccess {
  /** First part of the names of topics and consumer groups. */
  readonly prefix: string;
  /** PEM texts; without `ca` the system's authorities are believed. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string };
}

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** The variables that say it, as they passed their own checks. */
export interface KafkaVariables {
  readonly KAFKA_TOPIC_PREFIX: string;
  readonly KAFKA_TLS: 'true' | 'false';
  readonly KAFKA_TLS_CA?: string | undefined;
  readonly KAFKA_TLS_CERT?: string | undefined;
  readonly KAFKA_TLS_KEY?: string | undefined;
  readonly KAFKA_SASL_MECHANISM?: SaslMechanism | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  readonly KAFKA_SASL_PASSWORD?: string | undefined;
}

/** What is wrong with the variables taken together, one sentence each. */
export function kafkaProblems(e: KafkaVariables): string[] {
  const problems: string[] = [];
  const tls = e.KAFKA_TLS === 'true';
  for (const name of ['KAFKA_TLS_CA', 'KAFKA_TLS_CERT', 'KAFKA_TLS_KEY'] as const) {
    const path = e[name];
    if (path === undefined) continue;
    if (!tls) problems.push(`${name}: has no effect without KAFKA_TLS=true`);
    else if (pem(path) === null) problems.push(`${name}: the file cannot be read`);
  }
  if ((e.KAFKA_TLS_CERT === undefined) !== (e.KAFKA_TLS_KEY === undefined))
    problems.push('KAFKA_TLS_CERT: a certificate and its key (KAFKA_TLS_KEY) are given together');
  const sasl = [e.KAFKA_SASL_MECHANISM, e.KAFKA_SASL_USERNAME, e.KAFKA_SASL_PASSWORD];
  if (sasl.some((each) => each !== undefined) && sasl.includes(undefined))
    problems.push('KAFKA_SASL_MECHANISM: is given together with KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD');
  if (e.KAFKA_SASL_MECHANISM === 'plain' && !tls)
    problems.push(
      'KAFKA_SASL_MECHANISM: plain sends the password as it is; it needs KAFKA_TLS=true, or use scram-sha-512',
    );
  return problems;
}

/** Variables without problems, as the client wants them. */
export function kafkaAccess(e: KafkaVariables): KafkaAccess {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = e;
  return {
    prefix: e.KAFKA_TOPIC_PREFIX,
    ...(e.KAFKA_TLS === 'true'
      ? { tls: { ...file('ca', e.KAFKA_TLS_CA), ...file('cert', e.KAFKA_TLS_CERT), ...file('key', e.KAFKA_TLS_KEY) } }
      : {}),
    ...(mechanism !== undefined && username !== undefined && password !== undefined
      ? { sasl: { mechanism, username, password } }
      : {}),
  };
}

function pem(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function file<K extends 'ca' | 'cert' | 'key'>(name: K, path: string | undefined): Partial<Record<K, string>> {
  const text = path === undefined ? null : pem(path);
  return (text === null ? {} : { [name]: text }) as Partial<Record<K, string>>;
}
