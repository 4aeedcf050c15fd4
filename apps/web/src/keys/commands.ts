import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createKeybindingsHandler } from 'tinykeys';

/** Which heading of the overview a command stands under. */
export type Group = 'everywhere' | 'list' | 'case' | 'decision';

/** Something a key does. `id` is stable: a person's own key is stored under it. */
export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly label: string;
  /** tinykeys notation, matched against `KeyboardEvent.key`: `j`, `Shift+?`, `g q`. */
  readonly keys: string;
  readonly run: () => void;
  readonly enabled?: boolean;
}

const STORE = 'lachan.keys';
const listeners = new Set<() => void>();
let own = readOwn();
let commands: readonly Command[] = [];
let handler: (event: KeyboardEvent) => void = () => undefined;

function readOwn(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** The key of a command on this browser. */
export const keysOf = ({ id, keys }: Pick<Command, 'id' | 'keys'>): string => own[id] ?? keys;

const rebuild = (): void => {
  const latest = new Map(commands.map((command) => [keysOf(command), command.id]));
  handler = createKeybindingsHandler(
    Object.fromEntries(
      [...latest].map(([keys, id]) => [
        keys,
        (event: KeyboardEvent) => {
          const command = commands.findLast((one) => one.id === id);
          if (command === undefined || command.enabled === false) return;
          event.preventDefault();
          command.run();
        },
      ]),
    ),
  );
  for (const listener of listeners) listener();
};

/** Gives a command another key on this browser; without keys its own again. */
export const remap = (id: string, keys?: string): void => {
  const { [id]: _, ...rest } = own;
  own = keys === undefined ? rest : { ...rest, [id]: keys };
  localStorage.setItem(STORE, JSON.stringify(own));
  rebuild();
};

export const resetKeys = (): void => {
  own = {};
  localStorage.removeItem(STORE);
  rebuild();
};

/** While somebody types, or composes a character (Telex sends keydown with code 229), no key is a command. */
const isTyping = (event: KeyboardEvent): boolean => {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only sign some input methods give before composing
  if (event.isComposing || event.keyCode === 229) return true;
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  const field = at.closest('input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="menu"]');
  return field !== null && !(field instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(field.type));
};

window.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || isTyping(event) || document.querySelector('dialog[open]') !== null) return;
  handler(event);
});

/** Offers commands while the component is shown. Labels and actions may change on every render; ids and keys are stable. */
export const useCommands = (offered: readonly Command[]): void => {
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  const signature = offered
    .map(({ id, keys, label, enabled }) => `${id}|${keys}|${label}|${String(enabled)}`)
    .join('\n');
  useEffect(() => {
    const mine: Command[] = latest.current.map((command, index) => ({
      ...command,
      run: () => latest.current[index]?.run(),
    }));
    commands = [...commands, ...mine];
    rebuild();
    return () => {
      commands = commands.filter((command) => !mine.includes(command));
      rebuild();
    };
  }, [signature]);
};

let seen: readonly Command[] = [];
let seenOf: unknown;
const snapshot = (): readonly Command[] => {
  if (seenOf !== commands) {
    seenOf = commands;
    seen = commands;
  }
  return seen;
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What can be done from here by key, for the overview. */
export const useOffered = (): readonly Command[] => useSyncExternalStore(subscribe, snapshot);
/** The key of one command as it is now, for a hint beside a button. */
export const useKeysOf = (command: Pick<Command, 'id' | 'keys'>): string =>
  useSyncExternalStore(subscribe, () => keysOf(command));
