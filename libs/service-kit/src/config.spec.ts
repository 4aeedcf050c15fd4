import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './config.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('the configuration', () => {
  it('has the defaults of interfaces.md when nothing is set, an empty variable counting as not set', () => {
    const config = loadConfig({ PORT: '', KAFKA_BROKERS: '  ' });
    expect(config).toMatchObject({ port: 8300, host: '127.0.0.1', logLevel: 'info', trustedProxy: false });
    expect(config.dataDir).toMatch(/\/\.data$/);
    expect([config.databaseUrl, config.kafkaBrokers, config.mode, config.masterKey]).toEqual(Array(4).fill(undefined));
  });

  it('reads everything that is set', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      LACHAN_DATA_DIR: '/srv/lachan',
      DATABASE_URL: 'postgresql://db.example/lachan',
      KAFKA_BROKERS: 'k1.example:9092, k2.example:9092',
      LACHAN_MODE: 'production',
      LOG_LEVEL: 'warn',
      LACHAN_MASTER_KEY: KEY,
      LACHAN_DEDUPE_SECRET: KEY,
      LACHAN_TRUSTED_PROXY: '10.0.0.1,192.168.0.0/16',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataDir: '/srv/lachan',
      databaseUrl: 'postgresql://db.example/lachan',
      kafkaBrokers: ['k1.example:9092', 'k2.example:9092'],
      mode: 'production',
      logLevel: 'warn',
      trustedProxy: ['10.0.0.1', '192.168.0.0/16'],
    });
    expect(config.masterKey).toHaveLength(32);
  });

  it('tells a collector nothing unless one is named, and then as the specification of its variables says', () => {
    expect(loadConfig({ OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }).spanExport).toBeUndefined();
    const to = (env: Record<string, string>) => loadConfig(env).spanExport;
    expect(to({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' })).toEqual({
      url: 'http://127.0.0.1:4318/v1/traces',
      headers: {},
      service: 'lachan',
    });
    expect(
      to({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://gom.example/otlp/',
        OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20a%3Db, x-tenant = 7 ,',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_SERVICE_NAME: 'la-chan-tinh',
      }),
    ).toEqual({
      url: 'https://gom.example/otlp/v1/traces',
      headers: { authorization: 'Bearer a=b', 'x-tenant': '7' },
      service: 'la-chan-tinh',
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://gom.example:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'gom.example'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=b%0d%0ac'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ])('refuses %s=%s and does not repeat it', (name, value) => {
    const wrong = (): unknown => loadConfig({ [name]: value });
    expect(wrong).toThrow(new RegExp(`${name}: `));
    expect(wrong).not.toThrow(value);
  });

  it('keeps rows for the periods it is given, all others for their defaults', () => {
    const days = loadConfig({ LACHAN_RETENTION_DAYS: 'rejects=3, approval-looks=500' }).retentionDays;
    expect(days).toMatchObject({ rejects: 3, 'approval-looks': 500, imports: 90, sessions: 1 });
    expect(loadConfig({}).retentionDays).toMatchObject({ rejects: 14, 'approval-looks': 400 });
  });

  it.each([
    'rejekts=3',
    'rejects',
    'rejects=0',
    'rejects=3,rejects=4',
    'approval-looks=366',
    'imports=1.5',
    'imports=9999',
  ])('refuses the retention %s', (text) => {
    expect(() => loadConfig({ LACHAN_RETENTION_DAYS: text })).toThrow(/LACHAN_RETENTION_DAYS: /);
  });

  it('names every variable that cannot be used at once and repeats no value', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://user:hidden@db.example/x',
      KAFKA_BROKERS: 'nowhere',
      LACHAN_MODE: 'staging',
      LOG_LEVEL: 'loud',
      LACHAN_MASTER_KEY: Buffer.alloc(16).toString('base64'),
    };
    let problems: readonly string[] = [];
    try {
      loadConfig(wrong);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      problems = (error as ConfigError).problems;
    }
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(Object.keys(wrong));
    expect(problems.at(-1)).toBe('LACHAN_MASTER_KEY: must be 32 bytes in base64, this is 16 bytes');
    expect(problems.join('\n')).not.toContain('hidden');
  });

  it('says what is wrong with the access to Kafka taken together', () => {
    const problems = (env: Record<string, string>): readonly string[] => {
      try {
        loadConfig(env);
        return [];
      } catch (error) {
        return error instanceof ConfigError ? error.problems : [];
      }
    };
    const sasl = { KAFKA_SASL_USERNAME: 'lachan', KAFKA_SASL_PASSWORD: 'secret' };
    expect(problems({ ...sasl, KAFKA_SASL_MECHANISM: 'scram-sha-512' })).toEqual([]);
    expect(problems({ ...sasl, KAFKA_SASL_MECHANISM: 'plain' })).toEqual([expect.stringContaining('KAFKA_TLS=true')]);
    expect(problems(sasl)).toEqual([expect.stringContaining('KAFKA_SASL_MECHANISM: is given together')]);
    expect(problems({ KAFKA_TLS: 'true', KAFKA_TLS_CA: '/nowhere.pem' })).toEqual([
      'KAFKA_TLS_CA: the file cannot be read',
    ]);
    expect(problems({ KAFKA_TLS_CERT: '/nowhere.pem' })).toHaveLength(2);
  });
});
