import { useSyncExternalStore } from 'react';

const TICK = 15_000;
let now = Date.now();
let timer: number | undefined;
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
};

/** The time, one clock for all countdowns of a page; a quarter of a minute is exact enough for deadlines of hours. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
