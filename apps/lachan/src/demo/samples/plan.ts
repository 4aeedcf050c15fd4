import { CONTENT_TOPICS } from './topics-content.js';
import { CRITICAL_TOPICS } from './topics-critical.js';
import { HARM_TOPICS } from './topics-harm.js';
import type { Topic } from './topic.js';

/** How far a sample case is taken, so that every state of a case can be looked at. */
export const FATES = [
  'in-force',
  'open',
  'awaiting-approval',
  'claimed',
  'closed',
  'classified',
  'approved',
  'dismissed',
  'returned',
  'refused-by-provider',
] as const;
/** What happens to single cases only. A merged one goes into the case of its topic's first link, on the same host. */
export const RARE_FATES = ['letter-sent', 'handed-over', 'merged', 'awaiting-dismissal'] as const;
export type Fate = (typeof FATES)[number] | (typeof RARE_FATES)[number];

export type Side = 'lam-dong' | 'ha-noi';

export interface PlannedReport {
  readonly urls: readonly string[];
  readonly note: string;
  readonly side: Side;
  /** Which door it comes through. */
  readonly door: 'public' | 'unit' | 'hotline' | 'school';
  readonly childAge?: number;
}

export interface PlannedCase {
  readonly topic: Topic;
  readonly link: string;
  readonly side: Side;
  readonly fate: Fate;
  /** The first one opens the case. */
  readonly reports: readonly PlannedReport[];
}

/** The same link as people copy it: another scheme, a tracking parameter, a fragment. One target all the same. */
const asCopied = (link: string, turn: number): string => {
  const url = new URL(link);
  if (turn % 4 === 1) url.searchParams.set('utm_source', 'chat');
  if (turn % 4 === 2) url.protocol = url.protocol === 'http:' ? 'https:' : 'http:';
  if (turn % 4 === 3) url.hash = 'binh-luan';
  return url.href;
};

const DOORS = ['unit', 'public', 'hotline', 'school'] as const;

const fateOf = (topic: Topic, index: number, turn: number): Fate => {
  if (topic.category === 'social-vice' && index === 1) return 'letter-sent';
  if (topic.category === 'bullying' && index === 7) return 'handed-over';
  if (topic.category === 'grooming' && index === 1) return 'merged';
  if (topic.category === 'grooming' && index === 6) return 'awaiting-dismissal';
  return FATES[turn % FATES.length] ?? 'open';
};

/** The cases of the demonstration, always the same ones in the same order. */
export const plannedCases = (): PlannedCase[] => {
  let turn = 0;
  return [...CRITICAL_TOPICS, ...HARM_TOPICS, ...CONTENT_TOPICS].flatMap((topic) =>
    topic.links.map((link, index): PlannedCase => {
      turn += 1;
      const fate = fateOf(topic, index, turn);
      // Only a unit's own cases are merged: this one lies where its topic's first one does.
      const side: Side = (fate === 'merged' ? turn - index : turn) % 3 === 0 ? 'ha-noi' : 'lam-dong';
      const count = 1 + ((turn * 7) % 5) - (turn % 2);
      const reports = Array.from({ length: Math.max(count, 1) + 1 }, (_, nth): PlannedReport => {
        const door = nth === 0 ? 'unit' : (DOORS[(turn + nth) % DOORS.length] ?? 'public');
        return {
          urls: [nth === 0 ? link : asCopied(link, turn + nth)],
          note: topic.notes[(turn + nth) % topic.notes.length] ?? '',
          side: nth > 1 && nth % 2 === 0 ? (side === 'ha-noi' ? 'lam-dong' : 'ha-noi') : side,
          door,
          ...((turn + nth) % 5 === 0 ? { childAge: 8 + ((turn + nth) % 9) } : {}),
        };
      });
      return { topic, link, side, fate, reports };
    }),
  );
};
