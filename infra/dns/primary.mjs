// Starts a primary for some providers: `node infra/dns/primary.mjs FOLDER PROVIDER[:PORT]… [--port 5300]`
//
// A PORT is where the provider's secondary listens on this machine: it is told of every change at once.
// At the first start it makes the keys (FOLDER/keys.json, mode 0600) and writes beside them what goes into the installation's
// delivery.json. A provider that is named later gets its zones and its key then; the others keep theirs. Ends with Ctrl-C.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPrimary } from './programs.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '5300' } },
});
const [folderName, ...named] = positionals;
if (!folderName || named.length === 0 || named.some((name) => !/^[a-z0-9-]{1,40}(:\d{1,5})?$/.test(name))) {
  console.error(
    'usage: node infra/dns/primary.mjs FOLDER PROVIDER[:PORT]… [--port 5300]; a provider is its register id',
  );
  process.exit(2);
}
const folder = resolve(folderName);
const port = Number(values.port);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const path = join(folder, 'keys.json');
const newSecret = () => randomBytes(32).toString('base64');
const keys = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { updateKey: 'dispatcher', updateSecret: newSecret(), providers: {} };
const notify = new Map(named.map((text) => text.split(':')));
for (const name of notify.keys())
  keys.providers[name] ??= { transferKey: `transfer-${name}`, transferSecret: newSecret() };
writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });

const { updateKey, updateSecret } = keys;
const providers = Object.entries(keys.providers).map(([name, key]) => ({
  name,
  ...key,
  allowZone: `allow.${name}.lachan`,
  blockZone: `block.${name}.lachan`,
  notify: notify.get(name) === undefined ? [] : [Number(notify.get(name))],
}));
const settings = {
  providers: Object.fromEntries(
    providers.map(({ name, allowZone, blockZone }) => [
      name,
      {
        adapter: 'rpz',
        primary: `127.0.0.1:${port}`,
        updateKey: { name: updateKey, secret: updateSecret },
        blockZone,
        allowZone,
      },
    ]),
  ),
};
const forDispatch = join(folder, 'delivery.json');
writeFileSync(forDispatch, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });

const primary = await startPrimary({
  folder: join(folder, 'primary'),
  port,
  updateKey,
  updateSecret,
  providers,
});
console.log(`The primary listens on 127.0.0.1:${port} for ${providers.map(({ name }) => name).join(', ')}.`);
console.log(`For the installation: copy ${forDispatch} into its data folder.`);
console.log(`For each provider: its transfer key from ${path}, and a resolver snippet of infra/dns/README.md.`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void primary.stop());
