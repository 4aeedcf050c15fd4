import pg from 'pg';

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

/** A parameter as pg takes it: a Buffer travels in binary, everything else as text. */
type Value = string | number | Buffer | null;

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

  /** @param callback pg wraps it to end the call when the network is dead. */
  constructor(
    config: pg.QueryConfig,
    public callback: (error: Error | null, rows?: Record<string, unknown>[]) => void,
  ) {
    this.name = config.name ?? '';
    this.text = config.text;
    this.#values = (config.values ?? []) as Value[];
  }

  submit(connection: pg.Connection): void {
    const wire = (this.#wire = connection as Wire);
    this.#columns = DESCRIBED.get(wire)?.get(this.name);
    const parts = [bindMessage(this.name, this.#values)];
    if (wire.parsedStatements[this.name] === undefined) parts.unshift(parseMessage(this.name, this.text));
    if (this.#columns === undefined) parts.push(DESCRIBE);
    wire.stream.write(Buffer.concat([...parts, EXECUTE_AND_SYNC]));
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

/** Bind: portal and statement, a format for each value, the values, and texts as answer. */
function bindMessage(name: string, values: readonly Value[]): Buffer {
  const texts = values.map((value) => (typeof value === 'number' ? value.toString() : value));
  const sizes = texts.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const size = sizes.reduce(
    (sum, bytes) => sum + 4 + bytes,
    5 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 * texts.length + 2 + 2,
  );
  const message = Buffer.allocUnsafe(size);
  message[0] = 0x42;
  message.writeInt32BE(size - 1, 1);
  message[5] = 0;
  let offset = 6 + message.write(name, 6, 'utf8');
  message[offset] = 0;
  offset = message.writeInt16BE(texts.length, offset + 1);
  for (const value of texts) offset = message.writeInt16BE(value instanceof Buffer ? 1 : 0, offset);
  offset = message.writeInt16BE(texts.length, offset);
  texts.forEach((value, index) => {
    offset = message.writeInt32BE(value === null ? -1 : (sizes[index] ?? 0), offset);
    if (value === null) return;
    offset += typeof value === 'string' ? message.write(value, offset, 'utf8') : value.copy(message, offset);
  });
  message.writeInt16BE(0, offset);
  return message;
}
