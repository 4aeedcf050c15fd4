import { Link } from '@tanstack/react-router';
import { ROLES, type SessionUser } from '#libs/contracts';
import { useLiveConnected } from '../api/live.js';
import { useSaving } from '../api/saving.js';
import { holds, signOut } from '../api/session.js';
import { useTerm, useWords } from '../words/language.js';
import { sectionWords } from '../words/sections.js';
import { shellWords } from '../words/shell.js';
import { AccountMenu } from './account-menu.js';
import { SECTIONS } from './sections.js';
import { Shield } from './shield.js';

const PersonMenu = ({ user, showKeys }: { readonly user: SessionUser; readonly showKeys: () => void }) => {
  const words = useWords(shellWords);
  const term = useTerm();
  return (
    <AccountMenu
      label={`${words.account}: ${user.name}`}
      name={user.name}
      about={[user.roles.map((role) => term(ROLES, role)).join(', '), user.unitName]}
      showKeys={showKeys}
      leave={{ label: words.signOut, run: () => void signOut() }}
    />
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
