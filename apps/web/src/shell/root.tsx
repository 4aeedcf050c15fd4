import { createRootRoute } from '@tanstack/react-router';
import { Empty } from '../parts/states.js';
import { useWords } from '../words/language.js';
import { shellWords } from '../words/shell.js';
import { Shell } from './shell.js';

const NotFound = () => {
  const words = useWords(shellWords);
  return (
    <Empty title={words.notFound}>
      <a href="/lam-viec">{words.pageHome}</a>
    </Empty>
  );
};

/** What every staff route hangs from: the frame, and the page for addresses that lead nowhere. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
