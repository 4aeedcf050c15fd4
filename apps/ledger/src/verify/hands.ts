import type { Json } from './canonical.js';
import type { FaultCode } from './fault.js';
import type { StoredEvent } from './stored-event.js';

/** Notes a fault at the event that shows it. */
export type Report = (event: StoredEvent, fault: FaultCode, detail: string) => void;

/** Whose hand an event is from; accounts of one human being carry the same `human`. */
export interface Hand {
  readonly person: string;
  readonly human: string;
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export const hand = ({ data }: StoredEvent): Hand => ({ person: text(data['person']), human: text(data['human']) });

/** One human being, by account or behind two accounts. */
export const samePerson = (a: Hand, b: Hand): boolean =>
  a.person === b.person || (a.human !== '' && a.human === b.human);
