import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal.js';
import { useWords } from '../words/language.js';
import { shellWords } from '../words/shell.js';

/** Nothing there, said calmly, with what one can do about it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="state">
    <p className="state-title">{title}</p>
    {children && <div className="soft">{children}</div>}
  </div>
);

/** Shapes of what is coming; the words are for a screen reader. */
export const Loading = ({ rows = 3 }: { readonly rows?: number }) => {
  const words = useWords(shellWords);
  return (
    <div className="loading" role="status">
      <span className="unseen">{words.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="bone" />
      ))}
    </div>
  );
};

/** An error in its own words, and the way to try again. */
export const Failed = ({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) => {
  const words = useWords(shellWords);
  const refusal = error instanceof Refusal ? error : undefined;
  return (
    <div className="state" role="alert">
      <p className="state-title">{refusal?.title ?? words.failed}</p>
      {refusal?.detail && <p className="soft">{refusal.detail}</p>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
};

/** Somebody else was faster: what was typed stays, the new version is one press away. */
export const Conflict = ({ refusal, show }: { readonly refusal: Refusal; readonly show: () => void }) => {
  const words = useWords(shellWords);
  return (
    <div className="banner warning" role="alert">
      <div>
        <strong>{words.conflict}</strong>: {refusal.title}. {words.conflictHint}
      </div>
      <button type="button" className="button small" onClick={show}>
        {words.showNew}
      </button>
    </div>
  );
};
