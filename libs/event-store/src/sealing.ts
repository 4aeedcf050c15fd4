import { canonicalJson } from '#libs/canonical-json';
import type { DataKey } from './data-keys.js';
import { InvalidEvent } from './errors.js';
import type { Keyring } from './keyring.js';
import type { EventTypeEntry, FieldClass } from './registry.js';

/** One ciphertext per class: `k` names the key, `v` is base64 of nonce | ciphertext | tag. */
type Sealed = Partial<Record<FieldClass, { k: string; v: string }>>;

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

/** The classes that hold something in this data. */
export function classesIn(entry: EventTypeEntry, data: Readonly<Record<string, unknown>>): Set<FieldClass> {
  const classes = new Set<FieldClass>();
  for (const [field, fieldClass] of Object.entries(entry.classes)) {
    if (isSaid(data[field])) classes.add(fieldClass);
  }
  return classes;
}

export interface SealedEvent {
  id: string;
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/** The data as it is stored: public fields in clear, one ciphertext per class beside them under `sealed`. */
export function sealData(
  keyring: Keyring,
  entry: EventTypeEntry,
  event: SealedEvent,
  keyOf: (fieldClass: FieldClass) => { id: string; key: Buffer },
): Record<string, unknown> {
  if ('sealed' in event.data) throw new InvalidEvent(`event ${event.id} (${event.type}) has a field named sealed`);
  const stored: Record<string, unknown> = {};
  const said = classesIn(entry, event.data);
  const perClass = new Map<FieldClass, Record<string, unknown>>();
  for (const [field, value] of Object.entries(event.data)) {
    const fieldClass = Object.hasOwn(entry.classes, field) ? entry.classes[field] : undefined;
    if (fieldClass === undefined || (value === null && !said.has(fieldClass))) stored[field] = value;
    else if (value !== undefined) {
      const fields = perClass.get(fieldClass) ?? {};
      fields[field] = value;
      perClass.set(fieldClass, fields);
    }
  }
  if (perClass.size === 0) return stored;
  const sealed: Sealed = {};
  for (const [fieldClass, fields] of perClass) {
    const { id, key } = keyOf(fieldClass);
    sealed[fieldClass] = {
      k: id,
      v: keyring.seal(key, canonicalJson(fields), additionalData(event.id, event.type, fieldClass)),
    };
  }
  stored['sealed'] = sealed;
  return stored;
}

/** Adds the ids of the keys that stored data needs. */
export function addKeys(stored: Readonly<Record<string, unknown>>, wanted: Set<string>): void {
  const sealed = stored['sealed'] as Sealed | undefined;
  if (sealed === undefined) return;
  for (const fieldClass in sealed) {
    const key = sealed[fieldClass as FieldClass]?.k;
    if (key !== undefined) wanted.add(key);
  }
}

/** The data as it was given; fields of a key that was destroyed or may not be read are null. */
export function openData(
  keyring: Keyring,
  entry: EventTypeEntry | undefined,
  event: SealedEvent,
  keys: ReadonlyMap<string, DataKey>,
): { data: Record<string, unknown>; erased: boolean } {
  const sealed = event.data['sealed'] as Sealed | undefined;
  if (sealed === undefined) return { data: event.data, erased: false };
  const opened: Record<string, unknown> = {};
  for (const field of Object.keys(event.data)) if (field !== 'sealed') opened[field] = event.data[field];
  let erased = false;
  for (const [fieldClass, { k, v }] of Object.entries(sealed)) {
    const key = keys.get(k);
    if (key?.state === 'open') {
      const clear = keyring.open(key.key, v, additionalData(event.id, event.type, fieldClass));
      Object.assign(opened, JSON.parse(clear));
      continue;
    }
    erased ||= key?.state === 'erased';
    for (const [field, of] of Object.entries(entry?.classes ?? {})) if (of === fieldClass) opened[field] = null;
  }
  return { data: opened, erased };
}
