import { open } from 'node:fs/promises';

/** Whose transfers are a provider's receipts. */
export interface TransferLogOptions {
  /** The primary's log of outgoing transfers. */
  readonly log: string;
  /** Name of the key that the provider signs with. */
  readonly key: string;
  readonly zone: string;
}

/** Read from the end: what happened long ago was read before. */
const TAIL = 256 * 1_024;

const ENDED = /\/key (\S+) \((\S+)\): transfer of '[^']*': (?:AXFR|IXFR|AXFR-style IXFR) ended: .*\(serial (\d+)\)/;

/** The newest serial that a provider's key took of a zone, in the words of BIND's log; undefined when it took none. */
export function newestTaken(text: string, { key, zone }: Omit<TransferLogOptions, 'log'>): number | undefined {
  let newest: number | undefined;
  for (const line of text.split('\n')) {
    const [, by, of, serial] = ENDED.exec(line) ?? [];
    if (by !== key || of !== zone) continue;
    const taken = Number(serial);
    if (newest === undefined || isAtLeast(taken, newest)) newest = taken;
  }
  return newest;
}

/** Serials go round at 2^32 (RFC 1982 §3.2). */
export const isAtLeast = (serial: number, other: number): boolean => ((serial - other) | 0) >= 0;

/** @returns undefined also where the log cannot be read: then there are no receipts, and nothing is wrong. */
export async function takenSerial(options: TransferLogOptions): Promise<number | undefined> {
  try {
    const file = await open(options.log, 'r');
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - TAIL);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
      return newestTaken(buffer.toString('utf8', 0, bytesRead), options);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
