import type { FastifyReply } from 'fastify';

/** Fires when the caller hung up before its answer was written. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}
