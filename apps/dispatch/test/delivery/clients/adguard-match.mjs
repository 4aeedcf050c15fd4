// Asks AdGuard's own engine what a list blocks: node adguard-match.mjs FOLDER LIST NAME… prints the names it blocks, one a line.
// FOLDER is where `npm run test:delivery` installed the engine.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, list, ...names] = process.argv.slice(2);
const engineAt = createRequire(join(folder, 'package.json')).resolve('@adguard/tsurlfilter');
const { DnsEngine, RuleStorage, StringRuleList } = await import(pathToFileURL(engineAt).href);
const rules = new RuleStorage([new StringRuleList(1, readFileSync(list, 'utf8'), true)]);
const engine = new DnsEngine(rules);
const blocked = names.filter((name) => {
  const { basicRule } = engine.match(name);
  return basicRule !== null && !basicRule.isAllowlist();
});
console.log(blocked.join('\n'));
