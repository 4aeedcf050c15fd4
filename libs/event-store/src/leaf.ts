import { hash } from 'node:crypto';
import { canonicalJson } from '#libs/canonical-json';
import type { Actor } from './types.js';

/** What a leaf covers, as stored: `data` sealed and not upcast. */
export interface LeafInput {
  id: string;
  stream: string;
  version: number;
  type: string;
  schemaVersion: number;
  occurredAt: string;
  recordedAt: string;
  actor: Actor;
  correlationId: string;
  causationId: string | null;
  data: unknown;
}

/** SHA-256 with the leaf prefix of RFC 6962, so that a leaf can never pass for an inner node of the tree. */
export function leafOfText(canonical: string): Buffer {
  // By way of a text it is a fifth cheaper than asking for a buffer.
  return Buffer.from(hash('sha256', `\0${canonical}`, 'binary'), 'binary');
}

/** The leaf hash of a stored event. The appender computes the same bytes from pieces (`leafPieces`). */
export function leafHash(event: LeafInput): Buffer {
  const { id, stream, version, type, schemaVersion, occurredAt, recordedAt, actor, correlationId, causationId, data } =
    event;
  const covered = {
    id,
    stream,
    version,
    type,
    schemaVersion,
    occurredAt,
    recordedAt,
    actor,
    correlationId,
    causationId,
    data,
  };
  return leafOfText(canonicalJson(covered));
}

/**
 * The canonical text around the two values that are known only when the batch leaves: `recordedAt` and `version`. The keys are
 * written in the order RFC 8785 sorts them into.
 */
export function leafPieces(
  event: Omit<LeafInput, 'version' | 'recordedAt' | 'data' | 'actor'>,
  canonical: { actor: string; data: string },
): (recordedAt: string, version: number) => string {
  const before =
    `{"actor":${canonical.actor},"causationId":${canonicalJson(event.causationId)}` +
    `,"correlationId":${canonicalJson(event.correlationId)},"data":${canonical.data},"id":${canonicalJson(event.id)}` +
    `,"occurredAt":${canonicalJson(event.occurredAt)},"recordedAt":"`;
  const after =
    `","schemaVersion":${event.schemaVersion.toString()},"stream":${canonicalJson(event.stream)}` +
    `,"type":${canonicalJson(event.type)},"version":`;
  return (recordedAt, version) => `${before}${recordedAt}${after}${version.toString()}}`;
}
