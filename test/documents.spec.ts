import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packagePath } from '#libs/event-store';
import { COMMAND_NAMES as AGENT_COMMANDS } from '#apps/agent';
import { COMMAND_NAMES } from '#apps/lachan';

const documents = [
  'README.md',
  ...readdirSync(packagePath('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const text = (name: string): string => readFileSync(packagePath(name), 'utf8');
const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

describe('commands in the documents', () => {
  it.each(documents)('%s names npm scripts that exist', (name) => {
    const named = [...text(name).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script ?? '');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it.each(documents)('%s names commands of the command line that exist', (name) => {
    const named = [...text(name).matchAll(/lachan -- ([a-z]+)/g)].map(([, command]) => command ?? '');
    expect(named.filter((command) => !COMMAND_NAMES.includes(command))).toEqual([]);
  });

  it.each(documents)('%s names commands of the agent that exist', (name) => {
    const named = [...text(name).matchAll(/(?:agent -- |`agent )([a-z]+)/g)].map(([, command]) => command ?? '');
    expect(named.filter((command) => !AGENT_COMMANDS.includes(command))).toEqual([]);
  });

  it.each(documents)('%s links to files that exist', (name) => {
    const linked = [...text(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
    const folder = name.includes('/') ? 'docs' : '.';
    const missing = linked.filter((path) => {
      try {
        return readdirSync(packagePath(join(folder, path))).length === 0;
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'ENOENT';
      }
    });
    expect(missing).toEqual([]);
  });

  it('every command of the agent is in its document', () => {
    expect(AGENT_COMMANDS.filter((command) => !text('docs/AGENT.md').includes(`\`agent ${command}`))).toEqual([]);
  });

  it('every command of the command line is in the README', () => {
    expect(
      COMMAND_NAMES.filter((command) => command !== 'describe' && !text('README.md').includes(`\`${command}\``)),
    ).toEqual([]);
  });
});
