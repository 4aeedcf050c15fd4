import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { packagePath } from '#libs/event-store';
import { loadConfig } from '#libs/service-kit';

interface ComposeService {
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }> | string[];
  image?: string;
  ports?: string[];
  profiles?: string[];
}

const compose = parse(readFileSync(packagePath('docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, ComposeService>;
};
const own = Object.entries(compose.services).filter(([, service]) => service.image === 'lachan:latest');
/** What runs once per deployment and ends, and what it waits for. */
const STEPS: Record<string, Record<string, { condition: string }>> = {
  migrate: { postgres: { condition: 'service_healthy' } },
  topics: { migrate: { condition: 'service_completed_successfully' }, kafka: { condition: 'service_healthy' } },
};
const names = SERVICES_OF_THE_HOUSE.map(({ name }) => name);

describe('docker-compose.yml', () => {
  it('runs every service of the house, each with its role as argument', () => {
    const started = own.filter(([name]) => !(name in STEPS)).map(([name, { command }]) => [name, command?.join(' ')]);
    expect(Object.fromEntries(started)).toEqual(
      Object.fromEntries(names.map((name) => [name, `start --services ${name}`])),
    );
  });

  it('migrates before any service starts, and after the database is up', () => {
    for (const [name, { depends_on }] of own) {
      expect(depends_on).toEqual(STEPS[name] ?? { migrate: { condition: 'service_completed_successfully' } });
    }
  });

  it('makes topics with the profile that also runs the broker, and carries events without either by default', () => {
    const { topics, kafka, triage } = compose.services;
    expect([topics?.command, topics?.profiles, kafka?.profiles]).toEqual([['topics'], ['kafka'], ['kafka']]);
    expect(triage?.environment?.['KAFKA_BROKERS']).toBe('${KAFKA_BROKERS:-}');
  });

  it('gives each process a configuration that the program accepts, once the secrets are filled in', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    for (const [, { environment }] of own) {
      const filled = Object.fromEntries(
        Object.entries(environment ?? {}).map(([name, value]) => [
          name,
          value
            .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
            .replace(/\$\{(\w+):\?[^}]*\}/g, (_, secret: string) => (secret === 'POSTGRES_PASSWORD' ? 'secret' : key)),
        ]),
      );
      const config = loadConfig(filled);
      expect(config.mode).toBe('production');
      expect(config.databaseUrl).toContain('@postgres:');
    }
  });

  it('publishes nothing but the one address, on loopback', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) =>
      (ports ?? []).map((port) => [name, port]),
    );
    expect(published).toEqual([['nginx', '127.0.0.1:8300:8300']]);
  });
});

describe('infra/nginx/lachan.conf', () => {
  const conf = readFileSync(packagePath('infra/nginx/lachan.conf'), 'utf8');

  it('sends each first path segment to the service that answers it', () => {
    const routed = [...conf.matchAll(/~\^\/api\/v1\/\(([^)]+)\)\S*\s+(\w+);/g)].flatMap(([, paths, service]) =>
      (paths ?? '').split('|').map((path) => `${path} → ${service ?? ''}`),
    );
    const byDefault = /default\s+(\w+);/.exec(conf)?.[1];
    const wanted = SERVICES_OF_THE_HOUSE.filter(({ name }) => name !== byDefault).flatMap(({ name, paths }) =>
      paths.map((path) => `${path} → ${name}`),
    );
    expect(routed.sort()).toEqual(wanted.sort());
    const roots = [...conf.matchAll(/~\^\/([\w-]+)\(\?:\S*\s+(\w+);/g)].map(([, root, service]) => [root, service]);
    expect(roots).toEqual(
      SERVICES_OF_THE_HOUSE.flatMap(({ name, roots: own = [] }) => own.map((root) => [root, name])),
    );
  });
});
