import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionUser } from '#libs/contracts';
import { useLive } from '../api/live.js';
import { useSessionLost } from '../api/session-lost.js';
import { holds, useSession } from '../api/session.js';
import { useCommands } from '../keys/commands.js';
import { KeyOverview } from '../keys/overview.js';
import { SignInForm } from '../pages/sign-in/sign-in-form.js';
import { SignInPage } from '../pages/sign-in/sign-in-page.js';
import { Dialog } from '../parts/dialog.js';
import { Failed, Loading } from '../parts/states.js';
import { Toasts } from '../parts/toasts.js';
import { keyWords } from '../words/keys.js';
import { useWords } from '../words/language.js';
import { sectionWords } from '../words/sections.js';
import { shellWords } from '../words/shell.js';
import { signInWords } from '../words/sign-in.js';
import { useOnline } from './online.js';
import { SECTIONS } from './sections.js';
import { TopBar } from './top-bar.js';

const DEMO = document.querySelector('meta[name="lachan-mode"]')?.getAttribute('content') === 'demo';

const Frame = ({ user }: { readonly user: SessionUser }) => {
  const words = useWords(shellWords);
  const keys = useWords(keyWords);
  const names = useWords(sectionWords);
  const again = useWords(signInWords);
  const [overview, setOverview] = useState(false);
  const navigate = useNavigate();
  const lost = useSessionLost();
  const online = useOnline();
  useLive(holds(user, 'analyst', 'approver', 'auditor'));
  useCommands([
    { id: 'keys', group: 'everywhere', label: keys.overview, keys: 'Shift+?', run: () => setOverview(true) },
    ...SECTIONS.filter(({ roles }) => holds(user, ...roles)).map(({ id, path, key }) => ({
      id: `go-${id}`,
      group: 'everywhere' as const,
      label: names[id],
      keys: `g ${key}`,
      run: () => void navigate({ to: path }),
    })),
  ]);
  return (
    <div className="shell">
      {DEMO && (
        <aside className="demo-banner not-on-paper" aria-label={words.demoLabel}>
          {words.demo}
        </aside>
      )}
      <TopBar user={user} showKeys={() => setOverview(true)} />
      {!online && (
        <p className="banner warning" role="alert">
          {words.offline}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
      {overview && <KeyOverview onClose={() => setOverview(false)} />}
      {lost && (
        <Dialog title={again.again}>
          <p className="soft">{again.againLead}</p>
          <SignInForm login={user.login} />
        </Dialog>
      )}
    </div>
  );
};

const Staff = () => {
  const session = useSession();
  if (session.isPending) return <Loading rows={6} />;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  return session.data === null ? <SignInPage /> : <Frame user={session.data} />;
};

/** The frame of every staff page; before somebody signed in, the sign-in page. A provider's pages have a frame of their own. */
export const Shell = () => {
  const leadsTo = useMatchRoute();
  return leadsTo({ to: '/doanh-nghiep', fuzzy: true }) === false ? <Staff /> : <Outlet />;
};
