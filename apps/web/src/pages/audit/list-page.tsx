import type { ComponentProps, ReactNode } from 'react';
import { Records } from '../../parts/records.js';

type ListPageProps<T> = Omit<ComponentProps<typeof Records<T>>, 'label'> & {
  /** What the page is called within the document. */
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly filters: ReactNode;
};

/** A page of the audit that is one list: what it is, what can be asked of it, and its rows. */
export const ListPage = <T,>({ name, title, lead, filters, ...records }: ListPageProps<T>) => (
  <section className="page" aria-labelledby={`${name}-title`}>
    <header className="page-head">
      <h1 id={`${name}-title`}>{title}</h1>
      <p className="soft">{lead}</p>
    </header>
    <div className="filter-row not-on-paper">{filters}</div>
    <Records label={title} {...records} />
  </section>
);
