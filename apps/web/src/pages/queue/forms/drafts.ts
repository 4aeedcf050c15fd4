import { useState } from 'react';

const drafts = new Map<string, unknown>();

/** What somebody is writing about a case; it outlives a closed sheet and a look at another case, until it was sent. */
export const useDraft = <T extends object>(name: string, start: T) => {
  const [value, setValue] = useState<T>(() => ({ ...start, ...(drafts.get(name) as Partial<T> | undefined) }));
  const change = (part: Partial<T>): void => {
    setValue((before) => {
      const after = { ...before, ...part };
      drafts.set(name, { ...(drafts.get(name) as object | undefined), ...part });
      return after;
    });
  };
  return { value, change, dirty: drafts.has(name), sent: () => drafts.delete(name) };
};
