import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveChange } from '#libs/contracts';
import { CASES, caseKey } from './keys.js';

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
      const { caseId } = JSON.parse(event.data) as LiveChange;
      void queries.invalidateQueries({ queryKey: caseKey(caseId) });
      lists();
    });
    source.addEventListener('reset', () => void queries.invalidateQueries());
    return () => {
      window.clearTimeout(timer);
      source.close();
    };
  }, [on, queries]);
};
