import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '#apps/agent';
import { packagePath } from '#libs/event-store';

const read = (name: string): string => readFileSync(packagePath(name), 'utf8');
const example = parseConfig(JSON.parse(read('infra/agent/agent.example.json')));
const unit = new Map(
  read('infra/agent/lachan-agent.service')
    .split('\n')
    .flatMap((line): [string, string][] => {
      const found = /^([A-Za-z]+)=(.*)$/.exec(line);
      return found ? [[found[1] ?? '', found[2] ?? '']] : [];
    }),
);

describe('the example configuration of the agent', () => {
  it('is one that the agent takes, and holds no key', () => {
    expect(example).toMatchObject({ driver: { kind: 'unbound' }, server: 'https://lachan.example' });
    expect(example.keyFile).toBeUndefined();
  });
});

describe('the systemd unit of the agent', () => {
  it('lets it write where the example has it write, and nowhere else', () => {
    if (example.driver.kind === 'squid') throw new Error('the example is of a resolver');
    expect(unit.get('ProtectSystem')).toBe('strict');
    expect(unit.get('ReadWritePaths')).toBe(dirname(example.driver.file));
    expect(`/var/lib/${unit.get('StateDirectory') ?? ''}`).toBe(example.stateFolder);
  });

  it('starts the program that the build makes, on the documented configuration, with the key as a credential', () => {
    expect(unit.get('ExecStart')).toBe(
      '/usr/bin/node /opt/lachan/dist/apps/agent/src/main.js --config /etc/lachan/agent.json',
    );
    expect(read('package.json')).toContain('"agent": "node dist/apps/agent/src/main.js"');
    expect(unit.get('LoadCredential')).toMatch(/^lachan-key:/);
  });

  it.each([
    'NoNewPrivileges',
    'ProtectHome',
    'PrivateTmp',
    'PrivateDevices',
    'ProtectKernelModules',
    'RestrictSUIDSGID',
  ])('is hardened: %s', (directive) => {
    expect(unit.get(directive)).toBe('yes');
    expect([unit.get('User'), unit.get('CapabilityBoundingSet')]).toEqual(['lachan-agent', '']);
  });
});
