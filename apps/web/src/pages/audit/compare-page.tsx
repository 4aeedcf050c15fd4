import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ComparedModel, Comparison } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { Person } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { Table } from '../../parts/records.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';

const KEY = ['comparison'] as const;
const EVERY = 1_000;

/** Is what staff see what the log says? The newest run, or how far it is. */
export const ComparePage = () => {
  const words = useWords(auditWords);
  const queries = useQueryClient();
  const newest = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call('comparison', '/audit/compare', { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? EVERY : false),
  });
  const begin = useMutation({
    mutationFn: () => command('comparison', '/audit/compare', { body: {} }),
    onSuccess: (run) => queries.setQueryData(KEY, run),
    onError: (error) => {
      toast({ text: error.message, tone: 'danger' });
      void queries.invalidateQueries({ queryKey: KEY });
    },
  });
  const running = newest.data?.state === 'running';
  return (
    <section className="page" aria-labelledby="compare-title">
      <header className="page-head">
        <h1 id="compare-title">{words.compare}</h1>
        <p className="soft">{words.compareLead}</p>
        <button
          type="button"
          className="button main not-on-paper"
          disabled={begin.isPending || running || newest.isPending}
          onClick={() => begin.mutate()}
        >
          {words.compareNow}
        </button>
      </header>
      {newest.isPending && <Loading rows={4} />}
      {newest.isError && <Failed error={newest.error} retry={() => void newest.refetch()} />}
      {newest.data && <Run run={newest.data} />}
    </section>
  );
};

const Verdict = ({ run }: { readonly run: Comparison }) => {
  const words = useWords(auditWords);
  const { number } = useFormats();
  switch (run.state) {
    case 'never':
      return <Empty title={words.neverCompared} />;
    case 'running':
      return (
        <div className="verdict">
          <label>
            {words.running(number(run.done), number(run.total))}
            <progress value={run.done} max={Math.max(1, run.total)} />
          </label>
          {run.current !== null && <span className="soft mono small-text">{run.current}</span>}
        </div>
      );
    case 'interrupted':
      return <p className="verdict warning">{words.interrupted}</p>;
    case 'failed':
      return (
        <p className="verdict warning">
          {words.compareFailed}. {words.compareFailedHint}
        </p>
      );
    case 'done':
      return (
        <p className={run.equal === true ? 'verdict success' : 'verdict danger'}>
          {run.equal === true ? words.equal : words.notEqual}
        </p>
      );
  }
};

const Difference = ({ model }: { readonly model: ComparedModel }) => {
  const words = useWords(auditWords);
  const { number } = useFormats();
  if (model.error !== null) return <SafeText>{model.error}</SafeText>;
  if (model.different === 0) return <span className="soft">0</span>;
  return (
    <details>
      <summary>
        <Pill tone="danger">{number(model.different)}</Pill>
      </summary>
      <ul>
        {model.differences.map(({ table, kind, key, columns }) => (
          <li key={`${table} ${key}`} className="mono small-text">
            {words[kind]} {table} <SafeText>{key}</SafeText> {columns.join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
};

const Run = ({ run }: { readonly run: Comparison }) => {
  const words = useWords(auditWords);
  const { moment, number } = useFormats();
  return (
    <div className="stack">
      <div role="status">
        <Verdict run={run} />
      </div>
      {run.startedAt !== null && (
        <p className="soft">
          {run.finishedAt === null
            ? moment(run.startedAt)
            : words.comparedAt(moment(run.startedAt), moment(run.finishedAt))}
          {run.startedBy !== null && (
            <>
              {' · '}
              <Person id={run.startedBy} />
            </>
          )}
        </p>
      )}
      {run.models.length > 0 && (
        <Table
          label={words.compare}
          items={run.models}
          keyOf={({ name }) => name}
          columns={[
            { name: words.model, cell: ({ name }) => <span className="mono">{name}</span> },
            { name: words.rows, figure: true, cell: ({ rows }) => number(rows) },
            { name: words.eventsCount, figure: true, cell: ({ events }) => number(events) },
            { name: words.different, figure: true, cell: (model) => <Difference model={model} /> },
          ]}
        />
      )}
    </div>
  );
};
