import { Agent, request } from 'node:http';

/** One call over kept-alive connections; resolves with `{status, headers, body}` when the whole answer is there. */
export const caller = (url, connections, headers = {}) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const { hostname, port } = new URL(url);
  const call = (method, path, body, more = {}) =>
    new Promise((resolve, reject) => {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const sent = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            ...headers,
            ...more,
            ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}),
          },
        },
        (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(bytes);
    });
  return { call, close: () => agent.destroy() };
};

/**
 * `connections` callers, each sending its next request when its last one is answered, `count` in all. Resolves with requests a
 * second, every latency in ms, and the answers by status.
 */
export const load = async (call, { count, connections }) => {
  const latencies = [];
  const statuses = {};
  let next = 0;
  const started = performance.now();
  const one = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      const from = performance.now();
      const { status } = await call(index);
      latencies.push(performance.now() - from);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { perSecond: (count * 1_000) / (performance.now() - started), latencies, statuses };
};
