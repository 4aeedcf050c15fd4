import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { holds, useMe } from '../../api/session.js';
import { useCommands } from '../../keys/commands.js';
import { Empty, Loading } from '../../parts/states.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { BulkBar } from './bulk/bulk-bar.js';
import { useCare } from './care.js';
import { CaseRows } from './case-rows.js';
import { useClaimNext } from './commands.js';
import { DecisionBar, type Decide } from './decision-bar.js';
import { useDismiss } from './decisions.js';
import { FilterBar } from './filter-bar.js';
import { useLiveRows } from './live-rows.js';
import { nextRows } from './next-rows.js';
import { caseQuery, readAhead, useCases } from './queries.js';
import { RestCard } from './rest-card.js';
import type { SheetName } from './sheet.js';
import { SHEETS, loadSheetsAhead } from './sheets.js';

const route = getRouteApi('/vu-viec/{-$caseId}');
const loadCase = () => import('./case/case-pane.js');
const CasePane = lazy(async () => ({ default: (await loadCase()).CasePane }));
const CareDialog = lazy(async () => ({ default: (await import('./care-dialog.js')).CareDialog }));

/** How many cases are read before they are looked at, and how long the page waits for a quiet moment to do it. */
const AHEAD = 3;
const QUIET = 30;
const NONE: readonly never[] = [];

/** The queue: list left, case right, what can be done at the bottom. */
export const QueuePage = () => {
  const words = useWords(queueWords);
  const me = useMe();
  const queries = useQueryClient();
  const { caseId } = route.useParams();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const cases = useCases(filters);
  useLiveRows(filters);
  const rows = useMemo(() => cases.data?.pages.flatMap(({ items }) => items) ?? [], [cases.data]);
  const search = useRef<HTMLInputElement>(null);
  const [sheet, setSheet] = useState<SheetName>();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [careOpen, setCareOpen] = useState(false);
  const isAnalyst = holds(me, 'analyst');
  const { data: care } = useCare();
  const optedOut = care?.optedOut ?? NONE;
  const mustRest = isAnalyst && care !== undefined && care.rest !== 'none';

  const show = useCallback(
    (id: string | undefined) => {
      setSheet(undefined);
      void navigate({ params: { caseId: id }, search: (before) => before });
    },
    [navigate],
  );
  const claimNext = useClaimNext(show);
  const dismissing = useDismiss(show);
  const place = useRef(0);
  const at = rows.findIndex(({ id }) => id === caseId);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);
  const step = (by: 1 | -1) => () => {
    // A case that has just left the list leaves its place behind.
    const to =
      rows[
        at >= 0
          ? at + by
          : caseId === undefined
            ? by === 1
              ? 0
              : rows.length - 1
            : place.current + (by === 1 ? 0 : -1)
      ];
    if (to) show(to.id);
  };
  const pick = useCallback(
    (id: string) =>
      setPicked((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );

  useEffect(() => {
    const timer = window.setTimeout(() => {
      const around = rows[at + 1]?.id;
      readAhead(queries, [
        ...new Set([...nextRows(rows, caseId, me, optedOut, AHEAD), ...(around === undefined ? [] : [around])]),
      ]);
    }, QUIET);
    return () => window.clearTimeout(timer);
  }, [queries, rows, at, caseId, me, optedOut]);
  useEffect(() => {
    const soon = window.setTimeout(() => void loadCase(), 300);
    const later = window.setTimeout(loadSheetsAhead, 1_500);
    return () => {
      window.clearTimeout(soon);
      window.clearTimeout(later);
    };
  }, []);

  const decide: Decide = {
    dismiss: (view, body, label, two) => {
      const [next] = mustRest ? [] : nextRows(rows, view.id, me, optedOut, 1);
      show(next);
      void dismissing.dismiss(view, body, label, two);
    },
    undo: dismissing.undo,
    open: setSheet,
  };
  const back = (): void => {
    if (sheet !== undefined) setSheet(undefined);
    else if (picked.size > 0) setPicked(new Set());
    else show(undefined);
  };
  useCommands([
    { id: 'case-next', group: 'list', label: words.next, keys: 'j', run: step(1) },
    { id: 'case-previous', group: 'list', label: words.previous, keys: 'k', run: step(-1) },
    { id: 'find', group: 'list', label: words.find, keys: '/', run: () => search.current?.focus() },
    { id: 'back', group: 'list', label: words.back, keys: 'Escape', run: back },
    {
      id: 'pick',
      group: 'list',
      label: words.pickKey,
      keys: 'x',
      run: () => caseId !== undefined && pick(caseId),
      enabled: isAnalyst,
    },
  ]);

  const { data: view } = useQuery({ ...caseQuery(caseId ?? ''), enabled: caseId !== undefined && sheet !== undefined });
  const Form = sheet === undefined ? undefined : SHEETS[sheet];
  const next = (goOn?: string): void => claimNext.mutate(goOn);
  return (
    <div className={caseId === undefined ? 'panes' : 'panes open'}>
      <h1 id="queue-title" className="unseen">
        {words.title}
      </h1>
      <section className="pane-list" aria-labelledby="queue-title">
        <FilterBar filters={filters} change={(to) => void navigate({ search: to })} searchField={search} />
        <CaseRows
          cases={cases}
          rows={rows}
          chosen={caseId}
          choose={show}
          picked={picked}
          pick={isAnalyst ? pick : undefined}
          care={care}
          showCare={() => setCareOpen(true)}
        />
      </section>
      <section className="pane-case" aria-label={words.caseLabel} tabIndex={0}>
        {caseId !== undefined ? (
          <Suspense fallback={<Loading rows={6} />}>
            <CasePane key={caseId} caseId={caseId} back={() => show(undefined)} />
          </Suspense>
        ) : mustRest ? (
          <RestCard care={care} goOn={next} waiting={claimNext.isPending} />
        ) : (
          <Empty title={words.choose}>{words.chooseHint}</Empty>
        )}
      </section>
      {Form !== undefined && view && (
        <Suspense fallback={null}>
          <Form key={`${view.id} ${sheet ?? ''}`} view={view} close={() => setSheet(undefined)} />
        </Suspense>
      )}
      {holds(me, 'analyst', 'approver') && picked.size === 0 && (
        <DecisionBar
          caseId={caseId}
          decide={decide}
          claimNext={isAnalyst ? () => next() : undefined}
          claiming={claimNext.isPending}
        />
      )}
      {picked.size > 0 && <BulkBar rows={rows} picked={picked} clear={() => setPicked(new Set())} />}
      {careOpen && (
        <Suspense fallback={null}>
          <CareDialog onClose={() => setCareOpen(false)} />
        </Suspense>
      )}
    </div>
  );
};
