import { useQuery } from '@tanstack/react-query';
import { STEPS } from '#libs/contracts';
import { call } from '../../api/client.js';
import { Unit } from '../../parts/named.js';
import { Table } from '../../parts/records.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { figuresWords } from '../../words/figures.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';

/** Who is late right now: each step has one accountable unit. */
export const OverdueUnits = () => {
  const words = useWords(figuresWords);
  const term = useTerm();
  const { number, moment } = useFormats();
  const sheet = useQuery({
    queryKey: ['overdue'],
    queryFn: ({ signal }) => call('overdue', '/overdue', { signal }),
    staleTime: 60_000,
  });
  const rows = (sheet.data?.units ?? []).flatMap(({ unit, steps }) => steps.map((step) => ({ unit, ...step })));
  return (
    <section className="block stack">
      <h2>{words.overdue}</h2>
      {sheet.isPending && <Loading rows={2} />}
      {sheet.isError && <Failed error={sheet.error} retry={() => void sheet.refetch()} />}
      {sheet.data && rows.length === 0 && <Empty title={words.nothingOverdue} />}
      {rows.length > 0 && (
        <Table
          label={words.overdue}
          items={rows}
          keyOf={({ unit, step }) => `${unit} ${step}`}
          columns={[
            { name: words.group, cell: ({ unit }) => <Unit id={unit} /> },
            { name: words.steps, cell: ({ step }) => term(STEPS, step) },
            { name: words.count, figure: true, cell: ({ overdue }) => number(overdue) },
            { name: words.oldest, cell: ({ oldest }) => moment(oldest) },
          ]}
        />
      )}
    </section>
  );
};
