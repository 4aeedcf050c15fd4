import type { ReadinessCheck } from '#libs/service-kit';
import type { SubscriptionLag } from './lag.js';

/** Events behind the log from which a subscription counts as late: more than a burst leaves for a moment. */
export const BEHIND = 10_000;

/** Nothing of a service is parked. */
export const nothingParked =
  (lag: () => Promise<readonly SubscriptionLag[]>): ReadinessCheck =>
  async () => {
    const parked = (await lag()).filter((row) => row.parked > 0);
    if (parked.length === 0) return null;
    return `${parked.map((row) => `${row.subscription}: ${String(row.parked)} parked`).join(', ')}; see lachan parked`;
  };

/** No subscription of a service is far behind the log. */
export const notBehind =
  (lag: () => Promise<readonly SubscriptionLag[]>): ReadinessCheck =>
  async () => {
    const late = (await lag()).filter((row) => row.lag > BEHIND);
    if (late.length === 0) return null;
    return late.map((row) => `${row.subscription} is ${String(row.lag)} events behind`).join(', ');
  };

/**
 * Every subscription has been where the log stood when it was first asked. Until then, after a stop or with read models made anew, what people
 * read is of yesterday. Once true it stays true.
 */
export const caughtUp = (lag: () => Promise<readonly SubscriptionLag[]>): ReadinessCheck => {
  let aim: number | undefined;
  let done = false;
  return async () => {
    if (done) return null;
    const rows = await lag();
    aim ??= Math.max(0, ...rows.map((row) => row.position + row.lag));
    const wanted = aim;
    const behind = rows.filter((row) => row.position < wanted);
    done = behind.length === 0;
    return done
      ? null
      : `${behind.map((row) => row.subscription).join(', ')}: on the way to position ${String(wanted)}`;
  };
};
