import { useEffect, useRef, useState, type RefObject } from 'react';
import { CASE_STATUSES, CATEGORIES, RECHECKS, type CaseStatus, type Category, type Recheck } from '#libs/contracts';
import { CheckField, SelectField, TextField } from '../../parts/field.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { SORTS, readFilters, type Filters } from './filters.js';
import { KeepView, ViewTabs } from './view-tabs.js';

const TYPING_PAUSE = 250;

interface FilterBarProps {
  readonly filters: Filters;
  readonly change: (to: Filters) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** What of the queue is shown. Search waits for a pause in typing; everything else counts at once. */
export const FilterBar = ({ filters, change, searchField }: FilterBarProps) => {
  const words = useWords(queueWords);
  const term = useTerm();
  const [typed, setTyped] = useState(filters.q ?? '');
  const sent = useRef(filters.q);
  const set = (part: Record<string, unknown>): void => change(readFilters({ ...filters, ...part }));
  useEffect(() => {
    if (filters.q === sent.current) return;
    // Another view was opened: its search is what the field shows.
    sent.current = filters.q;
    setTyped(filters.q ?? '');
  }, [filters.q]);
  useEffect(() => {
    if (typed === (sent.current ?? '')) return;
    const timer = window.setTimeout(() => {
      const to = readFilters({ ...filters, q: typed });
      sent.current = to.q;
      change(to);
    }, TYPING_PAUSE);
    return () => window.clearTimeout(timer);
  }, [typed, filters, change]);
  const active = Object.keys(filters).filter((name) => name !== 'q' && name !== 'sort').length;
  return (
    <div className="filter-bar not-on-paper" role="search">
      <div className="filter-line">
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
      </div>
      <ViewTabs filters={filters} />
      <details className="filters">
        <summary>
          {words.filters}
          {active > 0 && <span className="count">{active}</span>}
        </summary>
        <div className="filter-grid">
          <SelectField
            label={words.status}
            value={filters.status ?? ''}
            onChange={(event) => set({ status: event.target.value })}
            options={[
              { value: '', label: words.waitingOnly },
              { value: 'any', label: words.anyStatus },
              ...(Object.keys(CASE_STATUSES) as CaseStatus[]).map((key) => ({
                value: key,
                label: term(CASE_STATUSES, key),
              })),
            ]}
          />
          <SelectField
            label={words.category}
            value={filters.category ?? ''}
            onChange={(event) => set({ category: event.target.value })}
            options={[
              { value: '', label: words.all },
              ...(Object.keys(CATEGORIES) as Category[]).map((key) => ({ value: key, label: term(CATEGORIES, key) })),
            ]}
          />
          <SelectField
            label={words.whose}
            value={filters.claimedBy ?? ''}
            onChange={(event) => set({ claimedBy: event.target.value })}
            options={[
              { value: '', label: words.anybody },
              { value: 'me', label: words.me },
              { value: 'nobody', label: words.nobody },
            ]}
          />
          <SelectField
            label={words.recheck}
            value={filters.recheck ?? ''}
            onChange={(event) => set({ recheck: event.target.value })}
            options={[
              { value: '', label: words.all },
              { value: 'any', label: words.recheckAny },
              ...(Object.keys(RECHECKS) as Recheck[]).map((key) => ({ value: key, label: term(RECHECKS, key) })),
            ]}
          />
          <SelectField
            label={words.sort}
            value={filters.sort ?? 'urgency'}
            onChange={(event) => set({ sort: event.target.value })}
            options={SORTS.map((sort) => ({ value: sort, label: words[sort] }))}
          />
          <CheckField
            label={words.overdueOnly}
            checked={filters.overdue ?? false}
            onChange={(event) => set({ overdue: event.target.checked })}
          />
          <CheckField
            label={words.reviewOnly}
            checked={filters.review === 'pending'}
            onChange={(event) => set({ review: event.target.checked ? 'pending' : undefined })}
          />
          <button
            type="button"
            className="button quiet small"
            onClick={() => {
              change({});
            }}
          >
            {words.clear}
          </button>
        </div>
        <KeepView filters={filters} />
      </details>
    </div>
  );
};
