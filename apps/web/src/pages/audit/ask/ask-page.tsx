import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { call } from '../../../api/client.js';
import { SelectField, TextField } from '../../../parts/field.js';
import { Empty, Failed, Loading } from '../../../parts/states.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { ASK_KINDS, readAsk, type Ask } from '../asked.js';
import { OrderAnswer } from './order-answer.js';
import { RelatedCases } from './related-cases.js';

const route = getRouteApi('/giam-sat/');

const Form = ({ asked, ask }: { readonly asked: Ask; readonly ask: (to: Ask) => void }) => {
  const words = useWords(auditWords);
  const [typed, setTyped] = useState<{ by: string; q: string; month: string }>({
    by: asked.by ?? 'target',
    q: asked.q ?? '',
    month: asked.month ?? '',
  });
  const set = (part: Partial<typeof typed>): void => setTyped({ ...typed, ...part });
  return (
    <form
      className="ask-form not-on-paper"
      role="search"
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        ask(readAsk(typed));
      }}
    >
      <SelectField
        label={words.what}
        value={typed.by}
        onChange={(event) => set({ by: event.target.value })}
        options={ASK_KINDS.map((kind) => ({ value: kind, label: words[kind] }))}
      />
      <TextField
        label={words.term}
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={typed.q}
        onChange={(event) => set({ q: event.target.value })}
      />
      <TextField
        label={words.month}
        type="month"
        value={typed.month}
        onChange={(event) => set({ month: event.target.value })}
      />
      <button type="submit" className="button main">
        {words.search}
      </button>
    </form>
  );
};

const useAnswer = ({ by = 'target', q, month }: Ask) =>
  useQuery({
    queryKey: ['ask', by, q, month],
    enabled: q !== undefined || month !== undefined,
    queryFn: async ({ signal }) => {
      if (q === undefined) return { cases: [], orders: await orders({ inForceAt: month }, signal) };
      const traces = await call('traces', '/audit/search', { query: { [by]: q, limit: 50 }, signal });
      const cases = traces.items;
      if (cases.length === 0) return { cases, orders: [] };
      const ids = cases.map(({ caseId }) => caseId);
      return { cases, orders: await orders({ inForceAt: month, case: ids }, signal) };
    },
  });

const orders = async (query: { inForceAt: string | undefined; case?: readonly string[] }, signal: AbortSignal) =>
  (await call('auditOrders', '/audit/orders', { query: { ...query, limit: 200 }, signal })).items;

/** "Why was this blocked in March?": what was in force then, on what basis, by whom, and the way to see it as they saw it. */
export const AskPage = () => {
  const words = useWords(auditWords);
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useAnswer(asked);
  const { number } = useFormats();
  const monthName = useMonthName();
  const nothing = asked.q === undefined && asked.month === undefined;
  return (
    <section className="page" aria-labelledby="ask-title">
      <header className="page-head">
        <h1 id="ask-title">{words.askTitle}</h1>
        <p className="soft">{words.askLead}</p>
      </header>
      <Form key={JSON.stringify(asked)} asked={asked} ask={(to) => void navigate({ search: to })} />
      {nothing && <Empty title={words.askFirst}>{words.askFirstHint}</Empty>}
      {!nothing && answer.isPending && <Loading rows={4} />}
      {answer.isError && <Failed error={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && (
        <div className="stack" role="status">
          {answer.data.orders.length > 0 && (
            <h2>
              {asked.month === undefined
                ? words.everIn(number(answer.data.orders.length))
                : words.inForceThen(number(answer.data.orders.length), monthName(asked.month))}
            </h2>
          )}
          {answer.data.orders.map((order) => (
            <OrderAnswer key={order.orderId} order={order} />
          ))}
          {asked.q !== undefined && answer.data.cases.length === 0 ? (
            <Empty title={words.notFound}>{words.notFoundHint}</Empty>
          ) : (
            answer.data.orders.length === 0 && <Empty title={words.noneThen}>{words.noneThenHint}</Empty>
          )}
          {answer.data.cases.length > 0 && <RelatedCases cases={answer.data.cases} />}
        </div>
      )}
    </section>
  );
};

const useMonthName = (): ((month: string) => string) => {
  const locale = useLanguage() === 'vi' ? 'vi-VN' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (month) => format.format(new Date(`${month}-15T00:00:00Z`));
};
