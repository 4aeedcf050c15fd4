/**
 * PostgreSQL's binary formats: no quoting on our side, no parsing of text on the server's. A pg parameter that is a Buffer
 * travels in binary.
 */
const OID = { bool: 16, bytea: 17, int4: 23, text: 25, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;

/** Microseconds between the Unix epoch and PostgreSQL's, 2000-01-01. */
const EPOCH_MS = 946_684_800_000;
const HEADER = 20;
/** The header of an array without elements has no dimension. */
const EMPTY = 12;

type Writer<T> = (buffer: Buffer, offset: number, value: T, size: number) => void;

/** A parameter that is written straight to its place in a message. pg's own queries take it too, by way of a buffer of its own. */
export class BinaryArray<T> {
  readonly #sizes: number[];
  /** Octets. */
  readonly size: number;

  constructor(
    private readonly oid: number,
    private readonly values: readonly (T | null)[],
    sizeOf: (value: T) => number,
    private readonly write: Writer<T>,
  ) {
    this.#sizes = values.map((value) => (value === null ? -1 : sizeOf(value)));
    let size = values.length === 0 ? EMPTY : HEADER;
    for (const each of this.#sizes) size += 4 + Math.max(each, 0);
    this.size = size;
  }

  writeTo(buffer: Buffer, start: number): void {
    const { length } = this.values;
    buffer.writeInt32BE(length === 0 ? 0 : 1, start);
    buffer.writeInt32BE(this.#sizes.includes(-1) ? 1 : 0, start + 4);
    buffer.writeInt32BE(this.oid, start + 8);
    if (length === 0) return;
    buffer.writeInt32BE(length, start + 12);
    buffer.writeInt32BE(1, start + 16);
    let offset = start + HEADER;
    for (let index = 0; index < length; index += 1) {
      const [value, size] = [this.values[index] ?? null, this.#sizes[index] ?? -1];
      buffer.writeInt32BE(size, offset);
      offset += 4;
      if (value === null) continue;
      this.write(buffer, offset, value, size);
      offset += size;
    }
  }

  /** What pg asks its parameters for. */
  toPostgres(): Buffer {
    const buffer = Buffer.allocUnsafe(this.size);
    this.writeTo(buffer, 0);
    return buffer;
  }
}

const fixed =
  <T>(oid: number, size: number, write: Writer<T>) =>
  (values: readonly (T | null)[]) =>
    new BinaryArray(oid, values, () => size, write);

export const boolArray = fixed<boolean>(OID.bool, 1, (buffer, offset, value) =>
  buffer.writeUInt8(value ? 1 : 0, offset),
);

export const int4Array = fixed<number>(OID.int4, 4, (buffer, offset, value) => buffer.writeInt32BE(value, offset));

/** In two halves: a BigInt for each time costs more than the arithmetic. */
function writeTime(buffer: Buffer, offset: number, milliseconds: number): void {
  const micros = (milliseconds - EPOCH_MS) * 1000;
  const high = Math.floor(micros / 2 ** 32);
  buffer.writeInt32BE(high, offset);
  buffer.writeUInt32BE(micros - high * 2 ** 32, offset + 4);
}

const DASH = 0x2d;

/** The value of a lower-case hexadecimal digit by its character code. */
const nibble = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);

/** A UUID in its lower-case form, which the caller has checked. */
function writeUuid(buffer: Buffer, offset: number, text: string): void {
  for (let from = 0, to = offset; from < text.length; from += 1) {
    const code = text.charCodeAt(from);
    if (code === DASH) continue;
    from += 1;
    buffer[to] = (nibble(code) << 4) | nibble(text.charCodeAt(from));
    to += 1;
  }
}

/** One time, in milliseconds since the Unix epoch, as a parameter in binary. */
export function timestamptz(milliseconds: number): Buffer {
  const buffer = Buffer.allocUnsafe(8);
  writeTime(buffer, 0, milliseconds);
  return buffer;
}

/** One UUID as a parameter in binary. */
export function uuid(text: string): Buffer {
  const buffer = Buffer.allocUnsafe(16);
  writeUuid(buffer, 0, text);
  return buffer;
}

/** Milliseconds since the Unix epoch. */
export const timestamptzArray = fixed<number>(OID.timestamptz, 8, writeTime);

export const uuidArray = fixed<string>(OID.uuid, 16, writeUuid);

export const textArray = (values: readonly (string | null)[]) =>
  new BinaryArray<string>(
    OID.text,
    values,
    (value) => Buffer.byteLength(value),
    (buffer, offset, value, size) => buffer.write(value, offset, size, 'utf8'),
  );

export const byteaArray = (values: readonly (Uint8Array | null)[]) =>
  new BinaryArray<Uint8Array>(
    OID.bytea,
    values,
    (value) => value.length,
    (buffer, offset, value) => {
      buffer.set(value, offset);
    },
  );

/** Takes JSON texts; the leading byte is the version of jsonb's wire format. */
export const jsonbArray = (values: readonly (string | null)[]) =>
  new BinaryArray<string>(
    OID.jsonb,
    values,
    (value) => Buffer.byteLength(value) + 1,
    (buffer, offset, value, size) => {
      buffer.writeUInt8(1, offset);
      buffer.write(value, offset + 1, size - 1, 'utf8');
    },
  );
