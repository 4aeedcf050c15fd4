import { createHmac, timingSafeEqual } from 'node:crypto';
import { categoryOf, sealed } from '#libs/event-store';
import type { SealedEvent } from '#libs/event-store';
import { isTraceId, spanIdOfEvent } from '#libs/service-kit';
import type { Newest } from './lane-order.js';

/** What a topic holds: the event as stored, and what must have been seen before it. */
export interface Carried {
  readonly event: SealedEvent;
  readonly position: number;
  readonly category: string;
  readonly before: Newest;
}

export interface Encoded {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

interface Received {
  readonly value: Buffer | null;
  readonly headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
}

const COLUMNS = 13;

/**
 * An event as a record. Its value is the row of the log as it is stored: protected fields are sealed under data keys that never
 * come near Kafka, so destroying a key erases every copy here too. The headers say in CloudEvents' names what it is, and continue its trace.
 * The code over value and order makes a record that did not come from the relay worthless: whoever can write to the brokers can delay
 * events, not invent or change one.
 */
export function encode(event: SealedEvent, before: Newest, secret: Buffer): Encoded {
  const value = Buffer.from(JSON.stringify(event), 'utf8');
  const order = JSON.stringify(before);
  const id = sealed.id(event);
  const trace = sealed.correlationId(event);
  return {
    key: sealed.orderingKey(event),
    value,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: sealed.type(event),
      ce_source: `/lachan/${categoryOf(sealed.stream(event))}`,
      ce_subject: sealed.stream(event),
      ce_time: rfc3339(sealed.occurredAt(event)),
      'content-type': 'application/json',
      ...(isTraceId(trace) ? { traceparent: `00-${trace}-${spanIdOfEvent(id)}-01` } : {}),
      'lachan-before': order,
      'lachan-code': codeOf(value, order, secret).toString('base64'),
    },
  };
}

/** Null for anything that the relay did not write: a tombstone, a foreign or changed record. */
export function decode({ value, headers }: Received, secret: Buffer): Carried | null {
  const order = text(headers?.['lachan-before']);
  const code = text(headers?.['lachan-code']);
  if (value === null || order === null || code === null) return null;
  const wanted = codeOf(value, order, secret);
  const found = Buffer.from(code, 'base64');
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) return null;
  const event = JSON.parse(value.toString('utf8')) as SealedEvent;
  if (!Array.isArray(event) || event.length !== COLUMNS) return null;
  return {
    event,
    position: sealed.position(event),
    category: categoryOf(sealed.stream(event)),
    before: JSON.parse(order) as Newest,
  };
}

function codeOf(value: Buffer, order: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(order).update('\0').update(value).digest();
}

function text(header: Buffer | string | (Buffer | string)[] | undefined): string | null {
  return typeof header === 'string' || Buffer.isBuffer(header) ? header.toString() : null;
}

/** PostgreSQL's `2026-01-31 08:15:30.12+00` as CloudEvents wants it. */
const rfc3339 = (stored: string): string => `${stored.slice(0, 10)}T${stored.slice(11).replace(/\+00$/, 'Z')}`;
