import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { packagePath } from '#libs/event-store';

const readme = readFileSync(packagePath('infra/dns/README.md'), 'utf8');
const shown = new Map(
  [...readme.matchAll(/^`snippets\/([\w.-]+)`\n\n```\w*\n([\s\S]*?)^```$/gm)].map(([, name, text]) => [name, text]),
);
const files = readdirSync(packagePath('infra/dns/snippets'));

describe('the page about policy zones', () => {
  it('shows every snippet and no other', () => {
    expect([...shown.keys()].sort()).toEqual([...files].sort());
  });

  it.each(files)('shows %s as it is tested', (name) => {
    expect(shown.get(name)).toBe(readFileSync(packagePath(`infra/dns/snippets/${name}`), 'utf8'));
  });
});
