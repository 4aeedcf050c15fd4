import { useState, type KeyboardEvent } from 'react';
import { Dialog } from '../parts/dialog.js';
import { keyWords } from '../words/keys.js';
import { useWords } from '../words/language.js';
import { keysOf, remap, resetKeys, useOffered, type Command, type Group } from './commands.js';
import { Keys } from './key-hint.js';

const GROUPS: readonly Group[] = ['decision', 'case', 'list', 'everywhere'];

const pressOf = (event: KeyboardEvent): string | undefined => {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key) || event.nativeEvent.isComposing) return undefined;
  const mods = [event.ctrlKey && 'Control', event.altKey && 'Alt', event.metaKey && 'Meta', event.shiftKey && 'Shift'];
  return [...mods.filter((mod) => mod !== false), event.key === ' ' ? 'Space' : event.key].join('+');
};

/** Every key that does something from here, and the place to change it. */
export const KeyOverview = ({ onClose }: { readonly onClose: () => void }) => {
  const words = useWords(keyWords);
  const offered = useOffered();
  const [changing, setChanging] = useState<string>();
  const [taken, setTaken] = useState<string>();

  const onKey = (command: Command) => (event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setChanging(undefined);
    const press = pressOf(event);
    if (press === undefined) return;
    const by = offered.find((other) => other.id !== command.id && keysOf(other) === press);
    setTaken(by?.label);
    if (by !== undefined) return;
    remap(command.id, press);
    setChanging(undefined);
  };

  return (
    <Dialog title={words.title} onClose={onClose} wide>
      <p className="soft">{words.lead}</p>
      {taken !== undefined && (
        <p className="error-line" role="alert">
          {words.taken(taken)}
        </p>
      )}
      <div className="key-groups">
        {GROUPS.map((group) => {
          const mine = offered.filter((command) => command.group === group);
          if (mine.length === 0) return null;
          return (
            <section key={group}>
              <h3>{words[group]}</h3>
              <ul>
                {mine.map((command) => (
                  <li key={command.id}>
                    <span>{command.label}</span>
                    <button
                      type="button"
                      className="button quiet small"
                      onClick={() => {
                        setTaken(undefined);
                        setChanging(command.id);
                      }}
                      onKeyDown={changing === command.id ? onKey(command) : undefined}
                    >
                      <span className="unseen">
                        {words.change}: {command.label}{' '}
                      </span>
                      {changing === command.id ? words.press : <Keys binding={keysOf(command)} />}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <button type="button" className="button small" onClick={resetKeys}>
        {words.reset}
      </button>
    </Dialog>
  );
};
