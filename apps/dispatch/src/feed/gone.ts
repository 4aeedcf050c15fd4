import type { FastifyReply } from 'fastify';

/** Injection token of the signal that fires when the process is going down. */
export const STOPPING = Symbol('lachan dispatch stopping');

/** Fires when the caller hung up before its answer was written, or when the process is going down. */
export function goneSignal(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return AbortSignal.any([left.signal, stopping]);
}
