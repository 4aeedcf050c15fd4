import { useQuery } from '@tanstack/react-query';
import type { WhoAmI } from '#libs/contracts';
import { call, command } from './client.js';
import { Refusal } from './refusal.js';
import { sessionIsThere, signedInAgain } from './session-lost.js';

export type ConsoleKey = NonNullable<WhoAmI['key']>;
export const KEY_SESSION = ['session', 'key'] as const;

const whoAmI = async (): Promise<ConsoleKey | null> => {
  try {
    const { key = null } = await call('session', '/session');
    sessionIsThere(key !== null);
    return key;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
};

/** The key whose holder's staff look at the console; null when nobody signed in with one. */
export const useKeySession = () => useQuery({ queryKey: KEY_SESSION, queryFn: whoAmI, staleTime: Infinity, retry: 2 });

/** Only inside the console's frame, which shows nothing else before a key was given. */
export const useKey = (): ConsoleKey => {
  const { data } = useKeySession();
  if (!data) throw new Error('useKey outside of a session');
  return data;
};

/** From here on the cookie stands for the key: whoever calls this keeps the key no longer. */
export const signInWithKey = async (key: string): Promise<ConsoleKey> => {
  const signedIn = await command('signedInKey', '/session/key', { body: { key } });
  sessionIsThere(true);
  signedInAgain();
  return signedIn.key;
};

export const leaveConsole = async (): Promise<void> => {
  sessionIsThere(false);
  await command('nothing', '/session', { method: 'DELETE' });
  window.location.assign('/lam-viec/doanh-nghiep');
};
