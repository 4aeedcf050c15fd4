import { matching } from './platform.js';
import type { Platform } from './platform.js';

const CODE = /^[A-Za-z0-9_-]{5,64}$/;
const USER = /^@[A-Za-z0-9._]{1,30}$/;

/** Threads moved from threads.net to threads.com in 2025; both serve the same posts. */
export const threads: Platform = {
  name: 'threads',
  domains: ['threads.net', 'threads.com'],
  item({ subdomain, segments: [first, second, third] }) {
    if (subdomain !== '' && subdomain !== 'www') return null;
    const user = matching(first, USER);
    const id =
      user !== null && second === 'post' ? matching(third, CODE) : first === 't' ? matching(second, CODE) : null;
    if (id !== null) return { kind: 'post', id, rule: 'post' };
    return user !== null && second === undefined ? { kind: 'user', id: user.toLowerCase(), rule: 'user' } : null;
  },
};
