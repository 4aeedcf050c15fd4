import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { Answer, RequestOverviewItem } from '#libs/contracts';
import { useCommands } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { takes, useAnswer, type AnswerKind } from './answers.js';
import { useCopy } from '../../parts/copy-button.js';
import { useRequests } from './queries.js';
import { RefuseDialog, SureDialog } from './request-dialogs.js';
import { RequestPane } from './request-pane.js';
import { RequestRows } from './request-rows.js';
import { RequestViews } from './request-views.js';
import { clearText } from './target-text.js';

const route = getRouteApi('/doanh-nghiep/');

const SIMPLE = [
  { answer: 'acknowledge', keys: 'a' },
  { answer: 'enforced', keys: 'e' },
  { answer: 'lifted', keys: 'l' },
] as const;

/** What a provider was asked for, most urgent first, and its answers, one or many at a time. */
export const RequestsPage = () => {
  const words = useWords(consoleWords);
  const { number } = useFormats();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const requests = useRequests(view);
  const rows = useMemo(() => requests.data?.pages.flatMap(({ items }) => items) ?? [], [requests.data]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<AnswerKind>();
  const search = useRef<HTMLInputElement>(null);
  const answering = useAnswer();
  const copy = useCopy();
  const at = rows.findIndex(({ id }) => id === view.yc);
  const open = rows[at];
  const meant: readonly RequestOverviewItem[] = useMemo(
    () => (picked.size > 0 ? rows.filter(({ id }) => picked.has(id)) : open ? [open] : []),
    [picked, rows, open],
  );

  const show = (id: string | undefined): void =>
    void navigate({
      search: ({ yc: _, ...before }) => (id === undefined ? before : { ...before, yc: id }),
      replace: true,
    });
  const step = (by: 1 | -1) => () => {
    const to = rows[at < 0 ? (by === 1 ? 0 : rows.length - 1) : at + by];
    if (to) show(to.id);
  };
  const pick = (id: string): void =>
    setPicked((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const send = (answers: readonly Answer[]): void => {
    const gone = new Set(answers.map(({ id }) => id));
    const next = rows.slice(at + 1).find(({ id }) => !gone.has(id)) ?? rows.find(({ id }) => !gone.has(id));
    setAsking(undefined);
    setPicked(new Set());
    if (view.yc !== undefined && gone.has(view.yc)) show(next?.id);
    answering.mutate(answers);
  };
  const answer = (kind: AnswerKind): void => {
    const fit = meant.filter((one) => takes(one, kind));
    const [one] = fit;
    if (one === undefined) return;
    // One answer is one press; many are looked at once more.
    if (kind === 'refused' || meant.length > 1) setAsking(kind);
    else send([{ id: one.id, answer: kind }]);
  };
  const can = (kind: AnswerKind): boolean => !answering.isPending && meant.some((one) => takes(one, kind));
  const pickAll = (): void => setPicked(picked.size === rows.length ? new Set() : new Set(rows.map(({ id }) => id)));
  const copyMeant = (): void => copy(meant.map(({ target }) => clearText(target)).join('\n'));

  useCommands([
    { id: 'request-next', group: 'list', label: words.next, keys: 'j', run: step(1) },
    { id: 'request-previous', group: 'list', label: words.previous, keys: 'k', run: step(-1) },
    {
      id: 'request-pick',
      group: 'list',
      label: words.pick,
      keys: 'x',
      run: () => view.yc !== undefined && pick(view.yc),
    },
    { id: 'request-pick-all', group: 'list', label: words.pickAll, keys: 'Shift+A', run: pickAll },
    { id: 'request-find', group: 'list', label: words.find, keys: '/', run: () => search.current?.focus() },
    {
      id: 'request-back',
      group: 'list',
      label: words.back,
      keys: 'Escape',
      run: () => (picked.size > 0 ? setPicked(new Set()) : show(undefined)),
    },
    {
      id: 'request-copy',
      group: 'case',
      label: words.copyTarget,
      keys: 'y',
      run: copyMeant,
      enabled: meant.length > 0,
    },
    ...SIMPLE.map(({ answer: kind, keys }) => ({
      id: `answer-${kind}`,
      group: 'decision' as const,
      label: words[kind],
      keys,
      run: () => answer(kind),
      enabled: can(kind),
    })),
    {
      id: 'answer-refused',
      group: 'decision',
      label: words.refuse,
      keys: 'r',
      run: () => answer('refused'),
      enabled: can('refused'),
    },
  ]);

  const fit = asking === undefined ? [] : meant.filter((one) => takes(one, asking));
  return (
    <div className={view.yc === undefined ? 'panes ask-panes' : 'panes ask-panes open'}>
      <h1 id="asks-title" className="unseen">
        {words.requests}
      </h1>
      <section className="pane-list" aria-labelledby="asks-title">
        <RequestViews
          view={view}
          counts={requests.data?.pages[0]?.counts}
          overdue={requests.data?.pages[0]?.overdue ?? 0}
          change={(to) => void navigate({ search: to })}
          searchField={search}
        />
        {requests.isPending ? (
          <Loading rows={8} />
        ) : requests.isError && rows.length === 0 ? (
          <Failed error={requests.error} retry={() => void requests.refetch()} />
        ) : rows.length === 0 ? (
          <Empty title={view.xem === undefined && view.q === undefined ? words.emptyOpen : words.empty}>
            {words.emptyHint}
          </Empty>
        ) : (
          <RequestRows rows={rows} chosen={view.yc} choose={show} picked={picked} pick={pick} />
        )}
        <div className="rows-foot soft small-text">
          <span role="status">{words.shown(`${number(rows.length)}${requests.hasNextPage ? '+' : ''}`)}</span>
          {requests.hasNextPage && (
            <button
              type="button"
              className="button quiet small"
              disabled={requests.isFetchingNextPage}
              onClick={() => void requests.fetchNextPage()}
            >
              {words.more}
            </button>
          )}
        </div>
      </section>
      <section className="pane-case" aria-label={words.requestLabel} tabIndex={0}>
        {open ? (
          <RequestPane request={open} back={() => show(undefined)} />
        ) : (
          <Empty title={words.choose}>{words.chooseHint}</Empty>
        )}
      </section>
      <div className="decision-bar not-on-paper">
        {picked.size > 0 && (
          <p className="ask-picked">
            <strong role="status">{words.pickedCount(number(meant.length))}</strong>
            <button type="button" className="button quiet small" onClick={pickAll}>
              {picked.size === rows.length ? words.pickNone : words.pickAll}
            </button>
            <button type="button" className="button quiet small" onClick={copyMeant}>
              {words.copyPicked} <KeyHint id="request-copy" keys="y" />
            </button>
          </p>
        )}
        <button type="button" className="button danger" disabled={!can('refused')} onClick={() => answer('refused')}>
          {words.refuse} <KeyHint id="answer-refused" keys="r" />
        </button>
        {SIMPLE.map(({ answer: kind, keys }) =>
          kind === 'lifted' && !can('lifted') && meant.every(({ kind: of }) => of === 'block') ? null : (
            <button
              key={kind}
              type="button"
              className={kind === 'acknowledge' ? 'button' : 'button main'}
              disabled={!can(kind)}
              onClick={() => answer(kind)}
            >
              {words[kind]} <KeyHint id={`answer-${kind}`} keys={keys} />
            </button>
          ),
        )}
      </div>
      {asking === 'refused' && fit.length > 0 && (
        <RefuseDialog
          requests={fit}
          left={meant.length - fit.length}
          send={(code, reason) => send(fit.map(({ id }) => ({ id, answer: 'refused', code, reason })))}
          close={() => setAsking(undefined)}
        />
      )}
      {asking !== undefined && asking !== 'refused' && fit.length > 0 && (
        <SureDialog
          answer={asking}
          requests={fit}
          left={meant.length - fit.length}
          send={() => send(fit.map(({ id }) => ({ id, answer: asking })))}
          close={() => setAsking(undefined)}
        />
      )}
    </div>
  );
};
