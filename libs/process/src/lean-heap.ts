import { setFlagsFromString } from 'node:v8';

/** By how much the heap may outgrow what was alive after the last full collection, in per cent. */
const GROWING = 15;

/**
 * Keeps the memory of this process near what it needs, whatever streams through it. Left to itself V8
 *
 * - lets garbage lie until the heap is several times what is alive: measured, a process that follows a long import took 8 MiB more every
 *   second, with not one object more alive. Collecting earlier costs nothing when idle, and about a sixth of a replay's speed.
 * - guesses from the first collections that what a line of code makes lives long, and from then on puts it among the old, where it is kept until
 *   a full collection, with all that it points to. Here it does not live long; one process in four guessed so, and needed half as much time again
 *   to open the same events (docs/adr/0047).
 *
 * To be called before the process does anything else.
 *
 * @param passing a process that reads a log through and is gone: collecting early would only cost it time, so it does not.
 */
export function keepHeapLean({ passing = false }: { passing?: boolean } = {}): void {
  if (!passing) setFlagsFromString(`--heap-growing-percent=${String(GROWING)}`);
  setFlagsFromString('--no-allocation-site-pretenuring');
}
