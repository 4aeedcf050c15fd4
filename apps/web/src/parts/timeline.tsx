import type { ReactNode } from 'react';
import { useFormats } from '../words/formats.js';
import { useNow } from './now.js';

export interface Moment {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly by?: ReactNode;
  readonly children?: ReactNode;
}

/** What happened, oldest first, each with who and when. */
export const Timeline = ({ moments }: { readonly moments: readonly Moment[] }) => {
  const { moment, ago } = useFormats();
  const now = useNow();
  return (
    <ol className="timeline">
      {moments.map(({ id, at, title, by, children }) => (
        <li key={id}>
          <p>
            <strong>{title}</strong>
            {by && <span className="soft"> · {by}</span>}
          </p>
          <time dateTime={at} title={ago(at, now)}>
            {moment(at)}
          </time>
          {children}
        </li>
      ))}
    </ol>
  );
};
