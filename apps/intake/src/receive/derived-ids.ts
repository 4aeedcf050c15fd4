import { hash } from 'node:crypto';

/** The ids of a report and of its events, made from a secret digest: the same digest gives the same ids, for ever. */
export interface DerivedIds {
  readonly reportId: string;
  readonly eventId: (index: number) => string;
}

const PER_BLOCK = 4;

/**
 * UUIDs of version 8 (RFC 9562: made by the application) cut from SHA-512 of the digest, four from each block. One hash
 * serves a report with three events, which is what nearly every row of an import is.
 */
export function derivedIds(digest: string): DerivedIds {
  const blocks: Buffer[] = [];
  const id = (n: number): string => {
    const at = Math.floor(n / PER_BLOCK);
    const block = (blocks[at] ??= hash('sha512', `${digest} ${String(at)}`, 'buffer'));
    return uuidOf(block, (n % PER_BLOCK) * 16);
  };
  return { reportId: id(0), eventId: (index) => id(index + 1) };
}

function uuidOf(block: Buffer, offset: number): string {
  block[offset + 6] = ((block[offset + 6] ?? 0) & 0x0f) | 0x80;
  block[offset + 8] = ((block[offset + 8] ?? 0) & 0x3f) | 0x80;
  const hex = block.toString('hex', offset, offset + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
