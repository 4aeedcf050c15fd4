import { Link } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import { ROLES, type SessionUser } from '#libs/contracts';
import { useLiveConnected } from '../api/live.js';
import { useSaving } from '../api/saving.js';
import { holds, signOut } from '../api/session.js';
import { SafeText } from '../parts/safe-text.js';
import { useTerm, useWords } from '../words/language.js';
import { sectionWords } from '../words/sections.js';
import { shellWords } from '../words/shell.js';
import { Preferences } from './preferences.js';
import { SECTIONS } from './sections.js';
import { Shield } from './shield.js';

const PersonMenu = ({ user, showKeys }: { readonly user: SessionUser; readonly showKeys: () => void }) => {
  const words = useWords(shellWords);
  const term = useTerm();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button quiet person" aria-label={`${words.account}: ${user.name}`}>
        <span className="person-name">
          <SafeText>{user.name}</SafeText>
        </span>
        <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <div className="menu-head">
            <strong>
              <SafeText>{user.name}</SafeText>
            </strong>
            <span className="soft">{user.roles.map((role) => term(ROLES, role)).join(', ')}</span>
            <span className="soft">
              <SafeText>{user.unitName}</SafeText>
            </span>
          </div>
          <Preferences />
          <DropdownMenu.Item className="menu-item" onSelect={showKeys}>
            {words.keys} <kbd>?</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => void signOut()}>
            {words.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};

/** The product, the sections this person works in, what is being saved, and who they are. */
export const TopBar = ({ user, showKeys }: { readonly user: SessionUser; readonly showKeys: () => void }) => {
  const words = useWords(shellWords);
  const names = useWords(sectionWords);
  const saving = useSaving();
  const live = useLiveConnected();
  return (
    <header className="top-bar not-on-paper">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Link to="/" className="brand">
        <Shield />
        Lá Chắn
      </Link>
      <nav aria-label={words.sections}>
        {SECTIONS.filter(({ roles }) => holds(user, ...roles)).map(({ id, path }) => (
          <Link key={id} to={path} activeProps={{ 'aria-current': 'page' }}>
            {names[id]}
          </Link>
        ))}
      </nav>
      <p className="bar-state" role="status">
        {saving > 0 ? (
          <span className="saving">{words.saving}</span>
        ) : (
          <span className={live ? 'dot' : 'dot lost'} title={live ? words.live : words.liveLost}>
            <span className="unseen">{live ? words.live : words.liveLost}</span>
          </span>
        )}
      </p>
      <PersonMenu user={user} showKeys={showKeys} />
    </header>
  );
};
