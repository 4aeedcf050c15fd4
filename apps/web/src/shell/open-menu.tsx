import { DropdownMenu } from 'radix-ui';
import { SafeText } from '../parts/safe-text.js';
import { useWords } from '../words/language.js';
import { shellWords } from '../words/shell.js';
import { Preferences } from './preferences.js';

export interface AccountMenuProps {
  /** What the button is called; the name stands on it. */
  readonly label: string;
  readonly name: string;
  /** Below the name, in the opened menu. */
  readonly about: readonly string[];
  readonly showKeys: () => void;
  readonly leave: { readonly label: string; readonly run: () => void };
}

/** The menu of whoever is signed in, open from the start: it is loaded because somebody opened it. */
export const OpenMenu = ({ label, name, about, showKeys, leave }: AccountMenuProps) => {
  const words = useWords(shellWords);
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger className="button quiet person" aria-label={label}>
        <span className="person-name">
          <SafeText>{name}</SafeText>
        </span>
        <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <div className="menu-head">
            <strong>
              <SafeText>{name}</SafeText>
            </strong>
            {about.map((line) => (
              <span key={line} className="soft">
                <SafeText>{line}</SafeText>
              </span>
            ))}
          </div>
          <Preferences />
          <DropdownMenu.Item className="menu-item" onSelect={showKeys}>
            {words.keys} <kbd>?</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={leave.run}>
            {leave.label}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
