import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { KEY_ROLES } from '#libs/contracts';
import { leaveConsole, useKeySession, type ConsoleKey } from '../../api/key-session.js';
import { useSaving } from '../../api/saving.js';
import { useSessionLost } from '../../api/session-lost.js';
import { useCommands } from '../../keys/commands.js';
import { KeyOverview } from '../../keys/overview.js';
import { Dialog } from '../../parts/dialog.js';
import { Failed, Loading } from '../../parts/states.js';
import { Toasts } from '../../parts/toasts.js';
import { AccountMenu } from '../../shell/account-menu.js';
import { useOnline } from '../../shell/online.js';
import { Shield } from '../../shell/shield.js';
import { consoleWords } from '../../words/console.js';
import { keyWords } from '../../words/keys.js';
import { chooseLanguage, useLanguage, useTerm, useWords } from '../../words/language.js';
import { shellWords } from '../../words/shell.js';
import { KeyForm } from './key-form.js';
import { useOwn } from './queries.js';

const PAGES = [
  { id: 'requests', path: '/doanh-nghiep', key: 'y' },
  { id: 'feed', path: '/doanh-nghiep/nguon-cap', key: 'n' },
  { id: 'keys', path: '/doanh-nghiep/khoa', key: 'k' },
  { id: 'contact', path: '/doanh-nghiep/dau-moi', key: 'd' },
  { id: 'sandbox', path: '/doanh-nghiep/thu-nghiem', key: 't' },
  { id: 'howTo', path: '/doanh-nghiep/cach-noi', key: 'c' },
  { id: 'genuine', path: '/doanh-nghiep/xac-minh', key: 'x' },
] as const;

const KeyMenu = ({ session, showKeys }: { readonly session: ConsoleKey; readonly showKeys: () => void }) => {
  const words = useWords(consoleWords);
  const term = useTerm();
  const name = useOwn().data?.name ?? session.provider ?? '';
  return (
    <AccountMenu
      label={`${words.account}: ${name}`}
      name={name}
      about={[term(KEY_ROLES, session.role)]}
      showKeys={showKeys}
      leave={{ label: words.leave, run: () => void leaveConsole() }}
    />
  );
};

const Inside = ({ session }: { readonly session: ConsoleKey }) => {
  const words = useWords(consoleWords);
  const shell = useWords(shellWords);
  const keys = useWords(keyWords);
  const navigate = useNavigate();
  const saving = useSaving();
  const lost = useSessionLost();
  const online = useOnline();
  const [overview, setOverview] = useState(false);
  useCommands([
    { id: 'keys', group: 'everywhere', label: keys.overview, keys: 'Shift+?', run: () => setOverview(true) },
    ...PAGES.map(({ id, path, key }) => ({
      id: `console-${id}`,
      group: 'everywhere' as const,
      label: words[id],
      keys: `g ${key}`,
      run: () => void navigate({ to: path }),
    })),
  ]);
  return (
    <div className="shell console">
      {session.role === 'sandbox' && (
        <p className="demo-banner" role="status">
          {words.testBanner}
        </p>
      )}
      <header className="top-bar not-on-paper">
        <a className="skip" href="#content">
          {shell.skip}
        </a>
        <Link to="/doanh-nghiep" className="brand" aria-label={`Lá Chắn · ${words.title}`}>
          <Shield />
          Lá Chắn
        </Link>
        <nav aria-label={words.sections}>
          {PAGES.map(({ id, path }) => (
            <Link
              key={id}
              to={path}
              activeOptions={{ exact: id === 'requests', includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {words[id]}
            </Link>
          ))}
        </nav>
        <p className="bar-state" role="status">
          {saving > 0 && <span className="saving">{shell.saving}</span>}
        </p>
        <KeyMenu session={session} showKeys={() => setOverview(true)} />
      </header>
      {!online && (
        <p className="banner warning" role="alert">
          {shell.offline}
        </p>
      )}
      {/* Some of its pages are text alone: it is what a keyboard scrolls. */}
      <main id="content" tabIndex={0}>
        <Outlet />
      </main>
      <Toasts />
      {overview && <KeyOverview onClose={() => setOverview(false)} />}
      {lost && (
        <Dialog title={words.again}>
          <KeyForm />
        </Dialog>
      )}
    </div>
  );
};

const Door = () => {
  const words = useWords(consoleWords);
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="brand">
          <Shield />
          Lá Chắn
        </p>
        <h1>{words.title}</h1>
        <p className="soft">{words.lead}</p>
        <KeyForm />
      </div>
      <p className="sign-in-more">
        <a href="/lam-viec">{words.staff}</a>
        <button type="button" className="button quiet small" lang={other} onClick={() => chooseLanguage(other)}>
          {other === 'en' ? 'English' : 'Tiếng Việt'}
        </button>
      </p>
    </main>
  );
};

/** The frame of a provider's pages; before a key was given, the door. */
export const ConsoleFrame = () => {
  const session = useKeySession();
  if (session.isPending) return <Loading rows={6} />;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  return session.data === null ? <Door /> : <Inside session={session.data} />;
};
