import { connect } from 'node:net';

/** Where a DNS server listens. */
export interface DnsAddress {
  readonly host: string;
  readonly port: number;
}

/** An answer may take as long as so many of the longest silences, where nothing else was said. */
const SILENCES = 6;

/**
 * Sends one message over TCP and gives the answers as they come: one, or the many of a transfer. The connection is closed
 * when the caller stops reading.
 * @param ms the longest silence that is borne.
 * @param whole how long all of it may take (ms): a server that sends a byte now and then is never silent.
 */
export async function* exchange(
  to: DnsAddress,
  message: Buffer,
  ms: number,
  whole = SILENCES * ms,
): AsyncGenerator<Buffer> {
  if (message.length > 0xffff) throw new RangeError(`a DNS message of ${String(message.length)} octets`);
  const socket = connect({ host: to.host, port: to.port });
  socket.setTimeout(ms, () => {
    socket.destroy(new Error(`no answer from ${to.host}:${String(to.port)} for ${String(ms)} ms`));
  });
  const limit = setTimeout(() => {
    socket.destroy(new Error(`${to.host}:${String(to.port)} had not answered in full after ${String(whole)} ms`));
  }, whole);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length, 0);
  socket.write(Buffer.concat([length, message]));
  try {
    let held = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
        const end = 2 + held.readUInt16BE(0);
        yield held.subarray(2, end);
        held = held.subarray(end);
      }
    }
    throw new Error(`${to.host}:${String(to.port)} closed the connection before it had answered`);
  } finally {
    clearTimeout(limit);
    socket.destroy();
  }
}
