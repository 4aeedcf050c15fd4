import { withBind } from '../lib/dns.mjs';

export default [
  withBind({
    order: 50,
    name: 'rpz',
    what: '100,000 names into a BIND primary, on its disk; nsupdate with its largest batches',
    unit: 's',
    better: 'lower',
    byName: true,
    contenders: { lachan: 'contenders/dns/lachan.mjs', nsupdate: 'contenders/dns/nsupdate.mjs' },
    baseline: 'nsupdate',
    least: { nsupdate: 0.5 },
    rounds: 3,
    params: { names: 100_000, fresh: 10 },
  }),
];
