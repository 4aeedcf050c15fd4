import type { Look } from './verdict.js';

/** What our own resolver said of a blocked name, and since when it has said so without a break. */
export interface NameMemory {
  /** `elsewhere`: it answers, but from none of the places it was known at. */
  readonly seen: 'there' | 'gone' | 'elsewhere';
  readonly since: string;
  /** Networks it was known at, newest last: coarse, so that a host that moves a name about within itself does not count. */
  readonly places: readonly string[];
}

/** What one look says of the name itself, whether it is blocked or not. */
export type NameNow = { readonly kind: 'gone' } | { readonly kind: 'there'; readonly places: readonly string[] };

/** So long something has to be seen without a break before it is said: an outage is no end, a test of a move no move (ms). */
export const HOLD = 60 * 60 * 1_000;
/** A name behind a content network has many places; so many are remembered. */
const MOST_PLACES = 64;

/**
 * What our resolver says of the blocked name; undefined where it was not asked (referral categories: the name is never asked
 * about) or proves nothing: silent, or it does not find the neighbour either.
 */
export function nameNow({ target, neighbour }: Look): NameNow | undefined {
  if (target === undefined || neighbour.control.kind !== 'addresses') return undefined;
  const { control } = target;
  if (control.kind === 'failed') return undefined;
  return control.kind === 'addresses' ? { kind: 'there', places: placesOf(control.addresses) } : { kind: 'gone' };
}

/** The networks of addresses: the first 16 bits of an IPv4 address, the first 32 of an IPv6 one. */
const placesOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((one) => (one.includes(':') ? firstTwo(one, ':') : firstTwo(one, '.')))),
];
const firstTwo = (address: string, by: string): string => address.split(by, 2).join(by);

/** The memory after one look at `at`. A new place is not yet known: whoever has said so adds it (`settled`). */
export function remember(before: NameMemory | undefined, now: NameNow, at: string): NameMemory {
  const places = before?.places ?? [];
  const seen = now.kind === 'gone' ? 'gone' : isKnown(places, now) ? 'there' : 'elsewhere';
  const since = before?.seen === seen ? before.since : at;
  return { seen, since, places: seen === 'there' ? settled(places, now) : places };
}

/** Any one known place is enough: names are moved about within many. Whoever has none yet is where it is. */
const isKnown = (places: readonly string[], now: NameNow): boolean =>
  places.length === 0 || (now.kind === 'there' && now.places.some((place) => places.includes(place)));

/** Places with those of a look. */
export const settled = (places: readonly string[], now: NameNow): string[] =>
  now.kind === 'gone' ? [...places] : [...new Set([...places, ...now.places])].slice(-MOST_PLACES);

/** Whether it has been seen so for long enough to be said. */
export const isSure = ({ since }: NameMemory, at: string): boolean => Date.parse(at) - Date.parse(since) >= HOLD;
