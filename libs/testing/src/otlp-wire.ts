/**
 * The wire format of Protocol Buffers, read without any library of OpenTelemetry: what a test believes must not come from the hand that wrote it.
 * Numbers of all widths are given as eight bytes, little end first.
 */
export function fieldsOf(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < message.length;) {
    const tag = varint(message, at);
    const [field, wire] = [Number(tag.value >> 3n), Number(tag.value & 7n)];
    const value = valueAt(message, tag.next, wire);
    if (field === wanted) found.push(value.bytes);
    at = value.next;
  }
  return found;
}

export const texts = (message: Buffer, field: number): string[] =>
  fieldsOf(message, field).map((bytes) => bytes.toString('utf8'));

/** `KeyValue` of opentelemetry-proto: key (1) and value (2), which is a string (1) or an integer (3). */
export function attributesOf(message: Buffer, field: number): Record<string, string | number> {
  return Object.fromEntries(
    fieldsOf(message, field).map((pair) => {
      const value = fieldsOf(pair, 2)[0] ?? Buffer.alloc(0);
      const [number] = fieldsOf(value, 3);
      return [texts(pair, 1)[0] ?? '', number ? Number(number.readBigInt64LE()) : (texts(value, 1)[0] ?? '')];
    }),
  );
}

function valueAt(message: Buffer, at: number, wire: number): { bytes: Buffer; next: number } {
  if (wire === 0) {
    const { value, next } = varint(message, at);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
    return { bytes, next };
  }
  if (wire === 1) return { bytes: message.subarray(at, at + 8), next: at + 8 };
  if (wire === 5) return { bytes: Buffer.concat([message.subarray(at, at + 4), Buffer.alloc(4)]), next: at + 4 };
  if (wire !== 2) throw new Error(`wanted a wire type of 0, 1, 2 or 5, found ${String(wire)} at byte ${String(at)}`);
  const { value: length, next } = varint(message, at);
  return { bytes: message.subarray(next, next + Number(length)), next: next + Number(length) };
}

function varint(message: Buffer, from: number): { value: bigint; next: number } {
  let value = 0n;
  for (let at = from; at < message.length; at += 1) {
    const byte = message.readUInt8(at);
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - from));
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new Error(`wanted a number at byte ${String(from)}, found the end`);
}
