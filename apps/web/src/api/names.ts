import { useSyncExternalStore } from 'react';
import type { Names } from '#libs/contracts';
import { call } from './client.js';

export type Named = Names['items'][number];
type Kind = Named['kind'];

/** Ids asked for while a page is drawn go out together. */
const GATHER = 20;
/** As many as one question may hold of a kind. */
const MOST = 100;
/** Names change rarely; a page that stays open for a shift still learns them. */
const KEPT = 10 * 60_000;

const known = new Map<string, { readonly named: Named | undefined; readonly until: number }>();
const asked = new Set<string>();
const listeners = new Set<() => void>();
let waiting: string[] = [];
let timer: number | undefined;

const keyOf = (kind: Kind, id: string): string => `${kind} ${id}`;

const ask = async (keys: readonly string[]): Promise<void> => {
  const query: Partial<Record<Kind, string[]>> = {};
  for (const key of keys) {
    const cut = key.indexOf(' ');
    (query[key.slice(0, cut) as Kind] ??= []).push(key.slice(cut + 1));
  }
  const { items } = await call('names', '/names', { query }).catch(() => ({ items: [] as Named[] }));
  const found = new Map(items.map((named) => [keyOf(named.kind, named.id), named]));
  const until = performance.now() + KEPT;
  for (const key of keys) {
    known.set(key, { named: found.get(key) ?? known.get(key)?.named, until });
    asked.delete(key);
  }
  for (const listener of listeners) listener();
};

const send = (): void => {
  timer = undefined;
  const keys = waiting;
  waiting = [];
  for (let at = 0; at < keys.length; at += MOST) void ask(keys.slice(at, at + MOST));
};

const want = (key: string): void => {
  if (asked.has(key) || (known.get(key)?.until ?? 0) > performance.now()) return;
  asked.add(key);
  waiting.push(key);
  timer ??= window.setTimeout(send, GATHER);
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What an id is called; undefined while it is asked for, and for an id that nobody has. */
export const useNamed = (kind: Kind, id: string): Named | undefined =>
  useSyncExternalStore(subscribe, () => {
    const key = keyOf(kind, id);
    want(key);
    return known.get(key)?.named;
  });
