import { canonicalJson, sortedNames, withMember } from '#libs/canonical-json';
import type { DataKey } from './data-keys.js';
import { InvalidEvent } from './errors.js';
import type { Keyring } from './keyring.js';
import type { EventTypeEntry, FieldClass } from './registry.js';
import { remembering } from './remembering.js';

/** One ciphertext per class: `k` names the key, `x` is base64 of nonce | ciphertext | tag; `v` stands instead where AES-256-GCM was used (before ADR 48). */
type Sealed = Partial<Record<FieldClass, { k: string; x?: string; v?: string }>>;

/** Whose key protects an event: the case's for everything of a case, else the stream's (a report's, a person's). */
export function scopeOf(stream: string, orderingKey: string): string {
  return orderingKey.startsWith('case-') ? orderingKey : stream;
}

/** Binds a ciphertext to its event and class: moved elsewhere it does not open. */
function additionalData(eventId: string, type: string, fieldClass: string): string {
  return `${eventId}\n${type}\n${fieldClass}`;
}

/** A class in which nothing was said is not sealed: most reports name no contact and no child, and need no key for that. */
const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

/** The classes that hold something in this data, in the order of their names. */
export function classesIn(entry: EventTypeEntry, data: Readonly<Record<string, unknown>>): readonly FieldClass[] {
  let classes: FieldClass[] | null = null;
  for (const field in entry.classes) {
    const fieldClass = entry.classes[field];
    if (fieldClass === undefined || !isSaid(data[field])) continue;
    if (classes === null) classes = [fieldClass];
    else if (!classes.includes(fieldClass)) classes.push(fieldClass);
  }
  return classes === null ? NONE : classes.sort();
}

const NONE: readonly FieldClass[] = [];

export interface SealedEvent {
  id: string;
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/**
 * The canonical text of the data as it is stored: public fields in clear, one ciphertext per class beside them under `sealed`. Written
 * in one pass over the sorted names, because it is most of what an append costs here.
 * @param said the classes that hold something, by `classesIn`.
 */
export function sealedText(
  keyring: Keyring,
  entry: EventTypeEntry,
  event: SealedEvent,
  said: readonly FieldClass[],
  keyOf: (fieldClass: FieldClass) => { id: string; key: Buffer },
): string {
  if ('sealed' in event.data) throw new InvalidEvent(`event ${event.id} (${event.type}) has a field named sealed`);
  const clear: Partial<Record<FieldClass, string>> = {};
  let [before, after] = ['', ''];
  for (const field of sortedNames(event.data)) {
    const value = event.data[field];
    if (value === undefined) continue;
    const fieldClass = Object.hasOwn(entry.classes, field) ? entry.classes[field] : undefined;
    if (fieldClass !== undefined && said.includes(fieldClass)) {
      clear[fieldClass] = withMember(clear[fieldClass] ?? '', field, value);
    } else if (field < 'sealed') before = withMember(before, field, value);
    else after = withMember(after, field, value);
  }
  let sealed = '';
  for (const fieldClass of said) {
    const { id, key } = keyOf(fieldClass);
    const text = keyring.seal(key, `{${clear[fieldClass] ?? ''}}`, additionalData(event.id, event.type, fieldClass));
    // Base64 needs no escapes.
    sealed += `${sealed === '' ? '"sealed":{' : ','}"${fieldClass}":{"k":${canonicalJson(id)},"x":"${text}"}`;
  }
  if (sealed !== '') sealed += '}';
  return `{${[before, sealed, after].filter((part) => part !== '').join(',')}}`;
}

/** The ids of the keys that stored data needs. */
export function keysWanted(stored: readonly Readonly<Record<string, unknown>>[]): Set<string> {
  const wanted = new Set<string>();
  const want = remembering((id) => wanted.add(id));
  for (const data of stored) {
    const sealed = data['sealed'] as Sealed | undefined;
    if (sealed === undefined) continue;
    for (const fieldClass in sealed) {
      const key = sealed[fieldClass as FieldClass]?.k;
      if (key !== undefined) want(key);
    }
  }
  return wanted;
}

/** What is known about the key of this id. */
export type KeyOf = (id: string) => DataKey | undefined;

/** The data as it was given; fields of a key that was destroyed or may not be read are null. */
export function openData(
  keyring: Keyring,
  entry: EventTypeEntry | undefined,
  event: SealedEvent,
  keyOf: KeyOf,
): { data: Record<string, unknown>; erased: boolean } {
  const sealed = event.data['sealed'] as Sealed | undefined;
  if (sealed === undefined) return { data: event.data, erased: false };
  const opened: Record<string, unknown> = {};
  for (const field in event.data) if (field !== 'sealed') opened[field] = event.data[field];
  let erased = false;
  for (const fieldClass in sealed) {
    const { k, x, v } = sealed[fieldClass as FieldClass] ?? { k: '' };
    const key = keyOf(k);
    if (key?.state === 'open') {
      const aad = additionalData(event.id, event.type, fieldClass);
      const clear = x === undefined ? keyring.openFormer(key.key, v ?? '', aad) : keyring.open(key.key, x, aad);
      const fields = JSON.parse(clear) as Record<string, unknown>;
      for (const field in fields) opened[field] = fields[field];
      continue;
    }
    erased ||= key?.state === 'erased';
    for (const [field, of] of Object.entries(entry?.classes ?? {})) if (of === fieldClass) opened[field] = null;
  }
  return { data: opened, erased };
}
