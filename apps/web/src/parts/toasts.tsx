import { useEffect, useSyncExternalStore } from 'react';
import { useWords } from '../words/language.js';
import { shellWords } from '../words/shell.js';

export interface Toast {
  readonly text: string;
  readonly tone?: 'plain' | 'danger';
  /** Offers to take it back, for `lasts` milliseconds. */
  readonly undo?: () => void;
  readonly lasts?: number;
}

const LASTS = 8_000;
let shown: readonly (Toast & { readonly id: number })[] = [];
let count = 0;
const listeners = new Set<() => void>();
const set = (to: typeof shown): void => {
  shown = to;
  for (const listener of listeners) listener();
};
const drop = (id: number): void => set(shown.filter((one) => one.id !== id));

/** Says something in the corner; three at most, the oldest goes first. Returns how to take it away. */
export const toast = (what: Toast): (() => void) => {
  const id = ++count;
  set([...shown.slice(-2), { ...what, id }]);
  return () => drop(id);
};

const One = ({ id, text, tone = 'plain', undo, lasts = LASTS }: (typeof shown)[number]) => {
  const words = useWords(shellWords);
  useEffect(() => {
    const timer = window.setTimeout(() => drop(id), lasts);
    return () => window.clearTimeout(timer);
  }, [id, lasts]);
  return (
    <li className={`toast ${tone}`}>
      <span>{text}</span>
      {undo && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            drop(id);
            undo();
          }}
        >
          {words.undo}
        </button>
      )}
    </li>
  );
};

export const Toasts = () => {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <div className="toasts not-on-paper" role="status" aria-live="polite">
      <ul>
        {all.map((one) => (
          <One key={one.id} {...one} />
        ))}
      </ul>
    </div>
  );
};
