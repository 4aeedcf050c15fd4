import { readFileSync, readdirSync } from 'node:fs';

const TICKS = 100; // of a second; Linux' USER_HZ

const stat = (pid) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** The process that started this one. */
export const parentOf = (pid) => Number(stat(pid)[1]);

/** Seconds of processor time that a process has taken; with `withEnded` also its children that are gone. */
export const spent = (pid, withEnded = false) => {
  const fields = stat(pid);
  return fields.slice(11, withEnded ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
};

const childrenOf = (parent) =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && parentOf(name) === parent;
    } catch {
      return false;
    }
  });

/** Processor seconds of the database: its connections that live, and those that ended. */
export const spentByDatabase = (postmaster) =>
  childrenOf(postmaster).reduce(
    (sum, pid) => {
      try {
        return sum + spent(pid);
      } catch {
        return sum;
      }
    },
    spent(postmaster, true),
  );
