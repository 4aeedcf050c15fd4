import { percentile } from '../../lib/statistics.mjs';

/** Without a single delivery for so long, what is still missing is lost. */
const PATIENCE_MS = 3_000;

/**
 * An open loop: `perSecond` calls of `send(id)` a second whether or not the earlier ones have been answered, as strangers report.
 * Measured is from the call until `seen(id)`, so a slow append counts as much as a slow delivery.
 */
export const latencies = (perSecond, milliseconds) => {
  const sent = new Map();
  const taken = [];
  let all = () => undefined;
  return {
    seen: (id) => {
      const at = sent.get(id);
      if (at === undefined) return;
      sent.delete(id);
      taken.push(performance.now() - at);
      if (sent.size === 0) all();
    },
    run: async (send) => {
      const started = performance.now();
      const total = (perSecond * milliseconds) / 1_000;
      const answers = [];
      for (let count = 0; count < total;) {
        const due = Math.min(total, Math.ceil(((performance.now() - started) / 1_000) * perSecond));
        for (; count < due; count += 1) {
          const id = `${started}-${count}`;
          sent.set(id, performance.now());
          answers.push(send(id));
        }
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await Promise.all(answers);
      for (let left = -1; sent.size > 0 && sent.size !== left;) {
        left = sent.size;
        await new Promise((resolve) => setTimeout((all = resolve), PATIENCE_MS));
      }
      return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99), sent: total, handled: taken.length };
    },
  };
};
