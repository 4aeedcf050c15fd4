import { useSyncExternalStore } from 'react';

let pending = 0;
const listeners = new Set<() => void>();
const change = (by: number): void => {
  pending += by;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Counts a command as under way until its receipt is there. */
export const whileSaving = async <T>(work: Promise<T>): Promise<T> => {
  change(1);
  try {
    return await work;
  } finally {
    change(-1);
  }
};

/** Commands without a receipt yet: the bar says "đang lưu", and leaving the page asks first. */
export const useSaving = (): number => useSyncExternalStore(subscribe, () => pending);

window.addEventListener('beforeunload', (event) => {
  if (pending > 0) event.preventDefault();
});
