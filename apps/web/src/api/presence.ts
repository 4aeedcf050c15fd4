import { useEffect, useSyncExternalStore } from 'react';
import type { LivePresence } from '#libs/contracts';
import { call } from './client.js';

type People = LivePresence['people'];

/** The server forgets a page that has been silent for 25 seconds. */
const EVERY = 10_000;
const NOBODY: People = [];
const looking = new Map<string, People>();
const listeners = new Set<() => void>();

export const setPresence = (caseId: string, people: People): void => {
  if (people.length === 0) looking.delete(caseId);
  else looking.set(caseId, people);
  for (const listener of listeners) listener();
};

/** Who looks at a case at this moment, the reader included. */
export const lookingAt = (caseId: string): People => looking.get(caseId) ?? NOBODY;

export const useLookingAt = (caseId: string): People =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lookingAt(caseId),
  );

/** Says that this person looks at the case for as long as the page shows it. What does not arrive is no matter. */
export const useLook = (caseId: string, on: boolean): void => {
  useEffect(() => {
    if (!on) return;
    const path = `/cases/${caseId}/looking`;
    const say = (): void => void call('nothing', path, { method: 'POST', body: {} }).catch(() => undefined);
    // Whoever only passes by on the way to another case is not announced.
    const first = window.setTimeout(say, 400);
    const timer = window.setInterval(say, EVERY);
    const leave = (): void => {
      const body = new Blob([JSON.stringify({ leaving: true })], { type: 'application/json' });
      navigator.sendBeacon(`/api/v1${path}`, body);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [caseId, on]);
};
