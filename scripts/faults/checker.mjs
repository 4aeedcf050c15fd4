// Whether what was acknowledged is true. A process of its own that knows two things only: the journal the clients kept, and what an
// auditor reads over HTTP. Prints "N acknowledged, 0 lost, 0 doubled, 0 out of order" and exits 1 when a number is not 0.
//   node scripts/faults/checker.mjs --url LEDGER --session DIRECTORY --login L --password P [--within MS] JOURNAL…
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { client, signIn } from '../lib/instance.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    session: { type: 'string' },
    login: { type: 'string' },
    password: { type: 'string' },
    within: { type: 'string', default: '60000' },
  },
});

/** What may be in the log once only, by what a client or a subscription knows it by. */
const THINGS = {
  ReportReceived: ({ stream }) => stream,
  ReportAttached: ({ data }) => data.report.reportId,
  NoteAdded: ({ data }) => data.noteId,
  CaseOpened: ({ stream }) => stream,
  CaseClassified: ({ stream }) => stream,
  TakedownProposed: ({ stream }) => stream,
  ProposalApproved: ({ stream }) => stream,
  OrderIssued: ({ stream }) => stream,
  RequestQueued: ({ stream }) => stream,
  RequestAcknowledged: ({ stream }) => stream,
  RequestEnforced: ({ stream }) => stream,
  RequestNotExpressible: ({ stream }) => stream,
};

/** An order names the providers in its scope; each of them is asked, or it is written down why it cannot be. */
const OFFERED = ['RequestQueued', 'RequestNotExpressible'];
const offerOf = (order, provider) => `offer of ${order} to ${provider}`;

const entries = positionals.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
);
const told = entries.filter(({ acknowledged }) => acknowledged);
const things = told.flatMap(({ acknowledged }) => acknowledged);

const { cookie } = await signIn(values.session, { login: values.login, password: values.password });
const auditor = client(values.url, { cookie });
/** Thing → its positions in the log. */
const found = new Map();
const counts = {};
const wanted = new Set();
/** Offer → how often it was made. */
const offers = new Map();
let next = 1;

const readOffers = ({ type, data }) => {
  if (type === 'OrderIssued') for (const provider of data.providers) wanted.add(offerOf(data.orderId, provider));
  if (!OFFERED.includes(type)) return;
  const offer = offerOf(data.orderId, data.provider);
  offers.set(offer, (offers.get(offer) ?? 0) + 1);
};

const read = async () => {
  const types = Object.keys(THINGS).join(',');
  const log = await auditor.ok('GET', `/audit/events?types=${types}&from=${next}`);
  for (const line of log.split('\n').filter(Boolean)) {
    const event = JSON.parse(line);
    const thing = `${event.type} ${THINGS[event.type](event)}`;
    found.set(thing, [...(found.get(thing) ?? []), event.position]);
    counts[event.type] = (counts[event.type] ?? 0) + 1;
    readOffers(event);
    next = event.position + 1;
  }
};

const missingNow = () => [
  ...things.filter((thing) => !found.has(thing)),
  ...[...wanted].filter((offer) => !offers.has(offer)),
];
const until = performance.now() + Number(values.within);
for (;;) {
  await read();
  // Effects follow what was acknowledged; a decision or answer that is lost stays so however long one waits.
  if (missingNow().length === 0 || performance.now() > until) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const lost = missingNow();
const twice = [...found].filter(([, positions]) => positions.length > 1).map(([thing]) => thing);
const known = new Set(things);
// Every client repeats until it is answered, so at the end nothing is in the log that nobody was told of.
const unaccounted = [...found.keys()].filter((thing) => thing.startsWith('ReportReceived ') && !known.has(thing));
const again = [...offers].filter(([offer, times]) => times > 1 || !wanted.has(offer)).map(([offer]) => offer);
const doubled = [...twice, ...unaccounted, ...again];

const sequences = new Map();
for (const { acknowledged, sequence } of told) {
  if (!sequence) continue;
  acknowledged.forEach((thing, index) => {
    const place = `${sequence}/${index}`;
    sequences.set(place, [...(sequences.get(place) ?? []), thing]);
  });
}
const disorder = [...sequences.values()].flatMap((list) => {
  const there = list.filter((thing) => found.has(thing));
  return there.filter((thing, index) => index > 0 && found.get(thing)[0] < found.get(there[index - 1])[0]);
});

const show = (what, list) =>
  list.length > 0 && console.log(`  ${what}: ${list.slice(0, 5).join(', ')}${list.length > 5 ? ', …' : ''}`);
show('lost', lost);
show('doubled', doubled);
show('out of order', disorder);
const reportsAgree = counts.ReportReceived === counts.ReportAttached;
if (!reportsAgree) console.log(`  ${counts.ReportReceived} reports, ${counts.ReportAttached} attached`);
console.log(
  `  in the log: ${Object.entries(counts)
    .map(([type, count]) => `${type} ${count}`)
    .join(', ')}`,
);
console.log(`  ${wanted.size} offers to providers in scope, ${offers.size} made`);
console.log(
  `${told.length} acknowledged, ${lost.length} lost, ${doubled.length} doubled, ${disorder.length} out of order`,
);
process.exit(lost.length + doubled.length + disorder.length === 0 && reportsAgree && told.length > 0 ? 0 : 1);
