import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import { holds, useMe } from '../../api/session.js';
import { useCommands } from '../../keys/commands.js';
import { Empty } from '../../parts/states.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { CasePane } from './case-pane.js';
import { CaseRows } from './case-rows.js';
import { useClaimNext } from './commands.js';
import { DecisionBar } from './decision-bar.js';
import { FilterBar } from './filter-bar.js';
import { useCases } from './queries.js';

const route = getRouteApi('/vu-viec/{-$caseId}');

/** The queue: list left, case right, what can be done at the bottom. */
export const QueuePage = () => {
  const words = useWords(queueWords);
  const me = useMe();
  const { caseId } = route.useParams();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const cases = useCases(filters);
  const rows = useMemo(() => cases.data?.pages.flatMap(({ items }) => items) ?? [], [cases.data]);
  const search = useRef<HTMLInputElement>(null);

  const show = useCallback(
    (id: string | undefined) => void navigate({ params: { caseId: id }, search: (before) => before }),
    [navigate],
  );
  const claimNext = useClaimNext(show);
  const step = (by: 1 | -1) => () => {
    const at = rows.findIndex(({ id }) => id === caseId);
    const to = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
    if (to) show(to.id);
  };
  const isAnalyst = holds(me, 'analyst');
  useCommands([
    { id: 'case-next', group: 'list', label: words.next, keys: 'j', run: step(1) },
    { id: 'case-previous', group: 'list', label: words.previous, keys: 'k', run: step(-1) },
    { id: 'find', group: 'list', label: words.find, keys: '/', run: () => search.current?.focus() },
    { id: 'back', group: 'list', label: words.back, keys: 'Escape', run: () => show(undefined) },
    ...(isAnalyst
      ? [
          {
            id: 'claim-next',
            group: 'decision' as const,
            label: words.claimNext,
            keys: 'n',
            run: () => claimNext.mutate(),
            enabled: !claimNext.isPending,
          },
        ]
      : []),
  ]);

  return (
    <div className={caseId === undefined ? 'panes' : 'panes open'}>
      <section className="pane-list" aria-labelledby="queue-title">
        <h1 id="queue-title" className="unseen">
          {words.title}
        </h1>
        <FilterBar filters={filters} change={(to) => void navigate({ search: to })} searchField={search} />
        <CaseRows cases={cases} rows={rows} chosen={caseId} choose={show} />
      </section>
      <section className="pane-case" aria-label={words.caseLabel} tabIndex={0}>
        {caseId === undefined ? (
          <Empty title={words.choose}>{words.chooseHint}</Empty>
        ) : (
          <CasePane key={caseId} caseId={caseId} back={() => show(undefined)} />
        )}
      </section>
      {isAnalyst && <DecisionBar caseId={caseId} claimNext={() => claimNext.mutate()} claiming={claimNext.isPending} />}
    </div>
  );
};
