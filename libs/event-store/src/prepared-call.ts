import pg from 'pg';
import { BinaryArray } from './binary-arrays.js';

/** pg notes here which statements a connection has; its types leave it out. */
type Wire = pg.Connection & { readonly parsedStatements: Readonly<Record<string, string | undefined>> };

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** The columns each prepared statement of a connection answers with: they cannot change, so the server is asked once. */
const DESCRIBED = new WeakMap<Wire, Map<string, readonly Column[]>>();

const DESCRIBE = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0]);
const EXECUTE_AND_SYNC = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);
const DESCRIBE_EXECUTE_AND_SYNC = Buffer.concat([DESCRIBE, EXECUTE_AND_SYNC]);
const NONE = Buffer.alloc(0);

/** A parameter: a Buffer and an array travel in binary, everything else as text. */
type Value = string | number | Buffer | BinaryArray<unknown> | null;

/**
 * Where each connection's messages are written. The next call begins when the server has answered the one before, so has read all of it: the place is
 * free again. A new buffer for each would be megabytes a second outside V8's heap, which V8 counts when it decides to collect in full (ADR 49).
 */
const PLACES = new WeakMap<Wire, Buffer>();

/** A place grows by so many octets at a time, and is kept up to the second number of them. */
const STEP = 32 * 1024;
const MOST_KEPT = 1024 * 1024;

function placeOf(wire: Wire, size: number): Buffer {
  const known = PLACES.get(wire);
  if (known !== undefined && known.length >= size) return known;
  const place = Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
  if (place.length <= MOST_KEPT) PLACES.set(wire, place);
  return place;
}

/**
 * One call of a named statement, for connections without a pipeline: all messages in one write, and no description of columns that
 * are known. pg's own query writes four messages and reads the description anew each time, which costs as much
 * as preparing a small event.
 */
export class PreparedCall implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  readonly #values: readonly Value[];
  #columns: readonly Column[] | undefined;
  readonly #rows: Record<string, unknown>[] = [];
  #wire: Wire | null = null;

  constructor(
    config: pg.QueryConfig,
    private readonly callback: (error: Error | null, rows?: Record<string, unknown>[]) => void,
  ) {
    this.name = config.name ?? '';
    this.text = config.text;
    this.#values = (config.values ?? []) as Value[];
  }

  submit(connection: pg.Connection): void {
    const wire = (this.#wire = connection as Wire);
    this.#columns = DESCRIBED.get(wire)?.get(this.name);
    const parse = wire.parsedStatements[this.name] === undefined ? parseMessage(this.name, this.text) : NONE;
    const bind = new BindMessage(this.name, this.#values);
    const rest = this.#columns === undefined ? DESCRIBE_EXECUTE_AND_SYNC : EXECUTE_AND_SYNC;
    const size = parse.length + bind.size + rest.length;
    const place = placeOf(wire, size);
    parse.copy(place);
    bind.writeTo(place, parse.length);
    rest.copy(place, size - rest.length);
    wire.stream.write(place.subarray(0, size));
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: TypeId }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: pg.types.getTypeParser(dataTypeID) as Column['read'],
    }));
    if (this.#wire === null) return;
    const known = DESCRIBED.get(this.#wire) ?? new Map<string, readonly Column[]>();
    DESCRIBED.set(this.#wire, known.set(this.name, this.#columns));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    this.#columns?.forEach(({ name, read }, index) => {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : read(text);
    });
    this.#rows.push(row);
  }

  handleCommandComplete(): void {
    // How many rows there were is seen by the rows.
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

function parseMessage(name: string, text: string): Buffer {
  const body = Buffer.from(`${name}\0${text}\0\0\0`, 'utf8');
  const head = Buffer.allocUnsafe(5);
  head.writeUInt8(0x50, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Portal and statement, a format for each value, the values, and texts as answer. */
class BindMessage {
  readonly #texts: readonly Exclude<Value, number>[];
  readonly #sizes: readonly number[];
  /** Octets. */
  readonly size: number;

  constructor(
    private readonly name: string,
    values: readonly Value[],
  ) {
    this.#texts = values.map((value) => (typeof value === 'number' ? value.toString() : value));
    this.#sizes = this.#texts.map(sizeOf);
    this.size = this.#sizes.reduce(
      (sum, size) => sum + 4 + size,
      5 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 * values.length + 2 + 2,
    );
  }

  writeTo(message: Buffer, start: number): void {
    message[start] = 0x42;
    message.writeInt32BE(this.size - 1, start + 1);
    message[start + 5] = 0;
    let offset = start + 6;
    offset += message.write(this.name, offset, 'utf8');
    message[offset] = 0;
    offset = message.writeInt16BE(this.#texts.length, offset + 1);
    for (const value of this.#texts) {
      offset = message.writeInt16BE(value === null || typeof value === 'string' ? 0 : 1, offset);
    }
    offset = message.writeInt16BE(this.#texts.length, offset);
    this.#texts.forEach((value, index) => {
      const size = this.#sizes[index] ?? 0;
      offset = message.writeInt32BE(value === null ? -1 : size, offset);
      if (typeof value === 'string') message.write(value, offset, size, 'utf8');
      else if (value instanceof BinaryArray) value.writeTo(message, offset);
      else value?.copy(message, offset);
      offset += size;
    });
    message.writeInt16BE(0, offset);
  }
}

function sizeOf(value: Exclude<Value, number>): number {
  if (value === null) return 0;
  if (typeof value === 'string') return Buffer.byteLength(value);
  return value instanceof BinaryArray ? value.size : value.length;
}
