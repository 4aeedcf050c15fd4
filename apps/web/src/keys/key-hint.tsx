import { useKeysOf } from './commands.js';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: '↵',
};

/** A binding as keys to press, not as code. */
export const Keys = ({ binding }: { readonly binding: string }) => (
  <span className="keys">
    {binding.split(' ').map((press, index) => (
      <kbd key={index}>
        {press
          .replace(/^Shift\+(?=[^A-Za-z]$)/, '')
          .split('+')
          .map((part) => SIGNS[part] ?? (part === '' ? '+' : part))
          .map((part) => (/^[a-z]$/.test(part) ? part.toUpperCase() : part))
          .join(' ')}
      </kbd>
    ))}
  </span>
);

/** The key of a command beside the button that does the same; not read out, the button has its name. */
export const KeyHint = ({ id, keys }: { readonly id: string; readonly keys: string }) => (
  <span aria-hidden="true" className="key-hint">
    <Keys binding={useKeysOf({ id, keys })} />
  </span>
);
