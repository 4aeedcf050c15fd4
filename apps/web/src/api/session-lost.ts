import { useSyncExternalStore } from 'react';

let waiting: { readonly promise: Promise<boolean>; readonly settle: (signedIn: boolean) => void } | undefined;
let present = false;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Known once somebody is signed in on this page; before that a missing session is no loss. */
export const sessionIsThere = (is: boolean): void => {
  present = is;
};

/**
 * Asks for signing in again, over the page as it stands: nothing that was typed is lost. Resolves to true when the call may be
 * tried again; every call that meets the lost session waits for the same answer.
 */
export const signInAgain = (): Promise<boolean> => {
  if (!present) return Promise.resolve(false);
  if (waiting === undefined) {
    let settle: (signedIn: boolean) => void = () => undefined;
    const promise = new Promise<boolean>((resolve) => {
      settle = (signedIn) => {
        waiting = undefined;
        resolve(signedIn);
        tell();
      };
    });
    waiting = { promise, settle };
    tell();
  }
  return waiting.promise;
};

export const signedInAgain = (): void => waiting?.settle(true);

export const useSessionLost = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== undefined,
  );
