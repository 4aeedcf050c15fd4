// The product's own adapter as the courier uses it: it looks at the provider's end and brings it in line with what is in force. Every
// answer's signature is verified, and every message moves the zone on from a known place.
import { RpzAdapter } from '../../../dist/apps/dispatch/src/adapters/rpz/rpz-adapter.js';
import { Zone } from '../../../dist/apps/dispatch/src/adapters/rpz/zone.js';
import { freePorts } from '../../../infra/dns/programs.mjs';
import { freshNames, startFollower } from './fresh.mjs';
import { BLOCK_ZONE, UPDATE_KEY, freshPrimary, holdsExactly, hostsOf } from './primary.mjs';

const adapterOf = ({ port, updateSecret, provider }) => {
  const zone = (name, policy) =>
    new Zone({
      primary: { host: '127.0.0.1', port },
      zone: name,
      key: { name: UPDATE_KEY, secret: Buffer.from(updateSecret, 'base64') },
      policy,
      now: () => Date.now(),
    });
  return new RpzAdapter({
    block: zone(BLOCK_ZONE, ''),
    allow: zone(provider.allowZone, 'rpz-passthru'),
    allowed: async () => ['thiet-yeu.example.test'],
    privateRoad: false,
  });
};

const itemOf = (host, index) => ({
  id: host,
  sequence: index + 1,
  kind: 'block',
  target: { host },
  category: 'social-vice',
  expiresAt: '2027-01-01T00:00:00.000Z',
});

/** In the last round a secondary follows too, and fresh names are carried one by one into the full zone. */
export const round = async ({ round, params }) => {
  const hosts = hostsOf(params.names);
  const items = hosts.map(itemOf);
  const [secondary] = round === params.rounds - 1 ? await freePorts(1) : [];
  const primary = await freshPrimary(secondary === undefined ? [] : [secondary]);
  try {
    const adapter = adapterOf(primary);
    const from = performance.now();
    await adapter.look(items);
    await adapter.align(items, { lifts: 0, blocks: items.length });
    const value = (performance.now() - from) / 1_000;
    const there = await holdsExactly(primary, hosts);
    if (secondary === undefined) return { value, correctness: there };
    const follower = await startFollower({ folder: primary.folder, provider: primary.provider, port: secondary });
    try {
      const deliver = (host, index) => {
        const item = itemOf(host, items.length + index);
        return adapter.deliver([item], { lifts: 0, blocks: item.sequence });
      };
      const known = 'www.trang-0.example.org';
      const fresh = await freshNames(secondary, deliver, { count: params.fresh, known });
      return { value, correctness: { ...there, ok: there.ok && fresh.max <= 1_000, freshAtSecondaryMs: fresh } };
    } finally {
      await follower.stop();
    }
  } finally {
    await primary.stop();
  }
};
