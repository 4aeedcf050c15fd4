import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { RequestsOverview } from '#libs/contracts';
import { TextField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { STATES_OF, VIEW_IDS, readView, type View, type ViewId } from './views.js';

const TYPING_PAUSE = 250;

const countOf = (counts: RequestsOverview['counts'], id: ViewId): number =>
  id === 'all'
    ? Object.values(counts).reduce((sum, one) => sum + one, 0)
    : STATES_OF[id].reduce((sum, state) => sum + (counts[state] ?? 0), 0);

interface RequestViewsProps {
  readonly view: View;
  readonly counts: RequestsOverview['counts'] | undefined;
  readonly overdue: number;
  readonly change: (to: View) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** Which requests are shown, with how many there are of each; search waits for a pause in typing. */
export const RequestViews = ({ view, counts, overdue, change, searchField }: RequestViewsProps) => {
  const words = useWords(consoleWords);
  const { number } = useFormats();
  const [typed, setTyped] = useState(view.q ?? '');
  const sent = useRef(view.q ?? '');
  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = window.setTimeout(() => {
      sent.current = typed.trim();
      const { q: _, yc: __, ...rest } = view;
      change(readView({ ...rest, q: typed.trim() }));
    }, TYPING_PAUSE);
    return () => window.clearTimeout(timer);
  }, [typed, view, change]);
  return (
    <div className="filter-bar not-on-paper" role="search">
      <div className="ask-search">
        <TextField
          label={<span className="unseen">{words.search}</span>}
          type="search"
          placeholder={words.search}
          value={typed}
          ref={searchField}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          }}
        />
        {overdue > 0 && <Pill tone="danger">{words.overdue(number(overdue))}</Pill>}
      </div>
      <nav className="ask-views" aria-label={words.views}>
        {VIEW_IDS.map((id) => (
          <Link
            key={id}
            to="/doanh-nghiep"
            search={id === 'open' ? {} : { xem: id }}
            activeOptions={{ exact: true }}
            aria-current={(view.xem ?? 'open') === id ? 'true' : undefined}
          >
            {words[id]}
            {counts !== undefined && <span className="figure soft">{number(countOf(counts, id))}</span>}
          </Link>
        ))}
      </nav>
    </div>
  );
};
