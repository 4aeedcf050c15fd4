// Makes a checkout ready to run: checks Node, installs what is missing, builds what is stale. Needs nothing but Node and npm,
// and says what it does on standard error, so that the output of the command behind it stays clean.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`${text}\n`);

const stop = (text, code) => {
  say(text);
  process.exit(code);
};

const run = (command, args) => {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop(`lachan: "${command} ${args.join(' ')}" failed.`, 1);
};

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`lachan: Node.js 20.19 or newer is needed (24 LTS recommended); this is ${process.versions.node}.`, 2);
};

/**
 * Installed when npm's own record of the tree is as new as the lock file. `install --no-save` takes the lock file's versions and leaves
 * it alone; `ci` would refuse it where binaries of other platforms are missing from the registry at hand.
 */
const install = () => {
  const record = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(record) && statSync(record).mtimeMs >= statSync(lock).mtimeMs) return;
  say('lachan: installing dependencies …');
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
};

const CODE = /\.(ts|json)$/;
const TEST = /\.(spec|int|e2e|conformance)\.ts$/;

const sources = function* (folder, counts, skipped = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist'].includes(entry.name) && !skipped.includes(path))
        yield* sources(path, counts, skipped);
    } else if (counts.test(path) && !TEST.test(path)) yield path;
  }
};

const at = (...path) => join(root, ...path);
const WEB = at('apps', 'web');

/** What is built, from which files, into what, and how. A build is stale when its sources are not those it was made from. */
const BUILDS = [
  {
    what: 'building …',
    files: () => [...sources(at('apps'), CODE, [WEB]), ...sources(at('libs'), CODE)],
    settings: ['tsconfig.base.json', 'tsconfig.build.json', 'package-lock.json'],
    stamp: at('dist', '.built-from'),
    command: [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  },
  {
    what: 'building the pages …',
    files: () => [...sources(WEB, /./), ...sources(at('libs', 'contracts'), CODE)],
    settings: ['package-lock.json'],
    stamp: at('dist', 'apps', 'web', '.built-from'),
    command: [
      at('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '-c',
      'apps/web/vite.config.mjs',
      '--logLevel',
      'error',
    ],
  },
];

const fingerprint = (files) => {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};

const build = ({ what, files, settings, stamp, command }) => {
  const now = fingerprint([...files().sort(), ...settings.map((file) => at(file))]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say(`lachan: ${what}`);
  run(process.execPath, command);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
};

checkNode();
install();
if (!process.argv.includes('--no-build')) BUILDS.forEach(build);
