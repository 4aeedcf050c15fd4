import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveChange, LivePresence } from '#libs/contracts';
import { CASES, caseKey } from './keys.js';
import { setPresence } from './presence.js';

/** Many changes in a row cost one reading of the lists. */
const GATHER = 250;

let connected = true;
const listeners = new Set<() => void>();
const setConnected = (to: boolean): void => {
  if (connected === to) return;
  connected = to;
  for (const listener of listeners) listener();
};

/** Whether changes of other people arrive by themselves right now. */
export const useLiveConnected = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connected,
  );

const changed = new Set<(change: LiveChange) => void>();

/** Calls for every change of a case that arrives; for lists that keep themselves. Returns how to stop. */
export const onChange = (listener: (change: LiveChange) => void): (() => void) => {
  changed.add(listener);
  return () => changed.delete(listener);
};

/** Listens to the server-sent events for as long as the page is open: what changed is read again, nothing is guessed. */
export const useLive = (on: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!on) return;
    const source = new EventSource('/api/v1/events/live');
    let timer: number | undefined;
    const lists = (): void => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: CASES });
      }, GATHER);
    };
    source.addEventListener('open', () => setConnected(true));
    source.addEventListener('error', () => setConnected(source.readyState === EventSource.OPEN));
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = JSON.parse(event.data) as LiveChange;
      void queries.invalidateQueries({ queryKey: caseKey(change.caseId) });
      for (const listener of changed) listener(change);
      lists();
    });
    source.addEventListener('presence', (event: MessageEvent<string>) => {
      const { caseId, people } = JSON.parse(event.data) as LivePresence;
      setPresence(caseId, people);
    });
    source.addEventListener('reset', () => void queries.invalidateQueries());
    return () => {
      window.clearTimeout(timer);
      source.close();
    };
  }, [on, queries]);
};
