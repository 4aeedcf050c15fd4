import { EVENTS } from '#libs/contracts';
import type { EventDefinition } from '#libs/contracts';
import { leafHash } from './canonical.js';
import type { Report } from './hands.js';
import type { StoredEvent } from './stored-event.js';

const categoryOf = (stream: string): string => {
  const parts = stream.split('-');
  return parts[0] === 'access' ? parts.slice(0, 2).join('-') : (parts[0] ?? '');
};

/**
 * Checks each event by itself and in its place: dense positions, dense versions, leaf hash, category, and that what has to
 * be forgotten one day is not there in clear. Holds one number per stream.
 */
export const structureCheck = (report: Report) => {
  const versions = new Map<string, number>();
  let last = 0;
  const definitions: Readonly<Record<string, EventDefinition | undefined>> = EVENTS;

  return {
    versions: versions as ReadonlyMap<string, number>,
    last: () => last,
    check(event: StoredEvent): void {
      if (event.position !== last + 1) {
        report(event, 'position-gap', `after position ${String(last)} comes ${String(event.position)}`);
      }
      last = event.position;
      const version = (versions.get(event.stream) ?? 0) + 1;
      if (event.version !== version) {
        report(event, 'version-gap', `expected version ${String(version)}, found ${String(event.version)}`);
      }
      versions.set(event.stream, event.version);
      if (event.category !== categoryOf(event.stream)) {
        report(
          event,
          'category-mismatch',
          `the stream says ${categoryOf(event.stream)}, the row says ${event.category}`,
        );
      }
      const leaf = leafHash({
        id: event.id,
        stream: event.stream,
        version: event.version,
        type: event.type,
        schemaVersion: event.schemaVersion,
        occurredAt: event.occurredAt,
        recordedAt: event.recordedAt,
        actor: event.actor,
        correlationId: event.correlationId,
        causationId: event.causationId,
        data: event.data,
      });
      if (!leaf.equals(event.leaf)) {
        report(
          event,
          'leaf-mismatch',
          `computed ${leaf.toString('hex').slice(0, 16)}…, stored ${event.leaf.toString('hex').slice(0, 16)}…`,
        );
      }
      const definition = definitions[event.type];
      if (definition === undefined) report(event, 'unknown-type', event.type);
      else {
        const inClear = Object.keys(definition.classes).filter(
          (field) => event.data[field] !== undefined && event.data[field] !== null,
        );
        if (inClear.length > 0) report(event, 'clear-text', `in clear: ${inClear.join(', ')}`);
      }
    },
  };
};
