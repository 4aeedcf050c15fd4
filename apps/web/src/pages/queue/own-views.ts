import { useSyncExternalStore } from 'react';
import { readFilters, type Filters } from './filters.js';

/** A view that a person named on this browser; its address can be given to others as it is. */
export interface OwnView {
  readonly name: string;
  readonly filters: Filters;
}

const STORE = 'lachan.views';
const listeners = new Set<() => void>();

const read = (): readonly OwnView[] => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORE) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return (stored as { name?: unknown; filters?: unknown }[]).flatMap(({ name, filters }) =>
      typeof name === 'string' && typeof filters === 'object' && filters !== null
        ? [{ name: name.slice(0, 60), filters: readFilters(filters as Record<string, unknown>) }]
        : [],
    );
  } catch {
    return [];
  }
};
let views = read();
const set = (to: readonly OwnView[]): void => {
  views = to;
  localStorage.setItem(STORE, JSON.stringify(to));
  for (const listener of listeners) listener();
};

export const keepView = (view: OwnView): void => set([...views.filter(({ name }) => name !== view.name), view]);
export const dropView = (name: string): void => set(views.filter((view) => view.name !== name));
export const useOwnViews = (): readonly OwnView[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => views,
  );
