import { useQuery } from '@tanstack/react-query';
import type { Role, SessionUser, SignIn } from '#libs/contracts';
import { call, command } from './client.js';
import { Refusal } from './refusal.js';
import { sessionIsThere, signedInAgain } from './session-lost.js';

export const SESSION = ['session'] as const;

const whoAmI = async (): Promise<SessionUser | null> => {
  try {
    const { user = null } = await call('session', '/session');
    sessionIsThere(user !== null);
    return user;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
};

/** The signed-in person; null when nobody is. */
export const useSession = () => useQuery({ queryKey: SESSION, queryFn: whoAmI, staleTime: Infinity, retry: 2 });

/** The person this page belongs to; only inside the shell, which shows nothing else before somebody signed in. */
export const useMe = (): SessionUser => {
  const { data } = useSession();
  if (!data) throw new Error('useMe outside of a session');
  return data;
};

export const holds = (user: SessionUser, ...roles: readonly Role[]): boolean =>
  roles.some((role) => user.roles.includes(role));

export const signIn = async (given: SignIn): Promise<SessionUser> => {
  const { user } = await command('signedIn', '/session', { body: given });
  sessionIsThere(true);
  signedInAgain();
  return user;
};

export const signOut = async (): Promise<void> => {
  sessionIsThere(false);
  await command('nothing', '/session', { method: 'DELETE' });
  window.location.assign('/lam-viec');
};
