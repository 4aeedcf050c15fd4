import { useQuery } from '@tanstack/react-query';
import { CATEGORIES, SAMPLE_KINDS } from '#libs/contracts';
import { call } from '../../../api/client.js';
import { Person, Unit } from '../../../parts/named.js';
import { Table } from '../../../parts/records.js';
import { Empty, Failed, Loading } from '../../../parts/states.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { CaseLink } from '../case-link.js';

/** One sample with its cases, and what anybody needs to draw it again. */
export const SampleDetail = ({ id, back }: { readonly id: string; readonly back: () => void }) => {
  const words = useWords(auditWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const sample = useQuery({
    queryKey: ['sample', id],
    queryFn: ({ signal }) => call('sample', `/audit/samples/${encodeURIComponent(id)}`, { signal }),
    staleTime: Infinity,
  });
  if (sample.isPending) return <Loading rows={5} />;
  if (sample.isError) return <Failed error={sample.error} retry={() => void sample.refetch()} />;
  const { drawnAt, drawnBy, from, to, kinds, items, population, seed, position } = sample.data;
  return (
    <section className="page" aria-labelledby="sample-title">
      <header className="page-head">
        <button type="button" className="button quiet small not-on-paper" onClick={back}>
          ← {words.back}
        </button>
        <h1 id="sample-title">
          {words.samples}, {moment(drawnAt)}
        </h1>
      </header>
      <dl className="facts">
        <dt>{words.drawnBy}</dt>
        <dd>
          <Person id={drawnBy} />
        </dd>
        <dt>{words.period}</dt>
        <dd>{words.until(moment(from), moment(to))}</dd>
        <dt>{words.narrowTo}</dt>
        <dd>{kinds?.map((kind) => term(SAMPLE_KINDS, kind)).join(', ') ?? words.everyCase}</dd>
        <dt>{words.population}</dt>
        <dd className="figure">{number(population)}</dd>
      </dl>
      {items.length === 0 ? (
        <Empty title={words.emptySample} />
      ) : (
        <Table
          label={words.samples}
          items={items}
          keyOf={({ caseId }) => caseId}
          columns={[
            { name: words.opened, cell: ({ openedAt }) => moment(openedAt) },
            {
              name: words.category,
              cell: ({ category }) =>
                category === null ? <span className="soft">{words.noCategory}</span> : term(CATEGORIES, category),
            },
            { name: words.unit, cell: ({ unit }) => <Unit id={unit} /> },
            { name: words.rank, cell: ({ rank }) => <span className="mono small-text">{rank.slice(0, 12)}…</span> },
            { name: words.case, cell: ({ caseId }) => <CaseLink id={caseId} /> },
          ]}
        />
      )}
      <details className="block">
        <summary>{words.proof}</summary>
        <p className="soft">{words.proofText}</p>
        <dl className="facts">
          <dt>{words.position}</dt>
          <dd className="figure">{number(position)}</dd>
          <dt>{words.seed}</dt>
          <dd className="mono">{seed}</dd>
        </dl>
      </details>
    </section>
  );
};
