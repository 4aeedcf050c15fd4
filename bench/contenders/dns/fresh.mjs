import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts, startAuthority, startBindResolver } from '../../../infra/dns/programs.mjs';
import { percentile } from '../../lib/statistics.mjs';

/** The snippet's `min-update-interval`, and a little: what is measured is one change, not the wait behind another (ms). */
const APART = 1_500;
const PATIENCE = 60_000;

/** Starts a provider's BIND that follows a primary, before a world in which every name has an address. */
export const startFollower = async ({ folder, provider, port }) => {
  const [upstreamPort] = await freePorts(1);
  const authority = await startAuthority({ folder: join(folder, 'authority'), port: upstreamPort });
  const started = { folder: join(folder, 'resolver'), port, upstreamPort, provider };
  const resolver = await startBindResolver(started).catch(async (error) => {
    await authority.stop();
    throw error;
  });
  return { stop: () => Promise.all([authority.stop(), resolver.stop()]) };
};

/** The resolver of Node (c-ares), which keeps nothing. */
const askerOf = (port) => {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
};

/** Asks until a name has no address any more; when that was. */
const blocked = async (resolver, name) => {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    const answer = await resolver.resolve4(name).catch(({ code }) => code);
    if (answer === 'ENOTFOUND') return performance.now();
    await pause(2);
  }
  throw new Error(`${name} was never blocked at the secondary`);
};

/** How long after the adapter was handed a name the secondary says that it does not exist, beside everything it holds: p50 and max (ms). */
export const freshNames = async (port, deliver, { count, known }) => {
  const resolver = askerOf(port);
  await blocked(resolver, known);
  const took = [];
  for (let index = 0; index < count; index += 1) {
    await pause(APART);
    const host = `moi-${index}.example.org`;
    // Throws when it has no address yet: then its going would say nothing.
    await resolver.resolve4(host);
    const from = performance.now();
    await deliver(host, index);
    took.push((await blocked(resolver, host)) - from);
  }
  return { p50: Math.round(percentile(took, 0.5)), max: Math.round(Math.max(...took)), of: count };
};
