import { Agent, request } from 'node:http';
import { load } from '../../lib/http-load.mjs';

/** Asks for one address again and again over kept-alive connections, gzip accepted; what comes is counted, not decoded. */
export const gets = (url, path, connections, headers = {}) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const { hostname, port } = new URL(url);
  const get = () =>
    new Promise((resolve, reject) => {
      const options = { agent, hostname, port, path, headers: { ...headers, 'accept-encoding': 'gzip' } };
      const sent = request(options, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  return {
    get,
    /** Requests a second; each answer must be whole and compressed, `size` bytes. */
    round: async ({ count }, size) => {
      let whole = 0;
      const one = async () => {
        const answer = await get();
        if (answer.headers['content-encoding'] === 'gzip' && answer.body.length === size) whole += 1;
        return answer;
      };
      const { perSecond, statuses } = await load(one, { count, connections });
      return { value: perSecond, correctness: { ok: whole === count, whole, statuses, bytes: size } };
    },
    close: () => agent.destroy(),
  };
};
