import { CATEGORIES, FIGURE_MEASURES, type Category, type FigureMeasure, type FigureRow } from '#libs/contracts';
import { Provider, Unit } from '../../parts/named.js';
import { Table, type Column } from '../../parts/records.js';
import { figuresWords } from '../../words/figures.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import type { Asked } from './asked.js';
import { TimeChart } from './time-chart.js';

const MINUTE = 60_000;

interface MeasureCardProps {
  readonly measure: FigureMeasure;
  readonly whole: FigureRow | undefined;
  readonly overTime: readonly FigureRow[];
  readonly groups: readonly FigureRow[] | undefined;
  readonly by: Asked['by'];
}

const useSpan = (): ((minutes: number | null) => string) => {
  const { span } = useFormats();
  return (minutes) => (minutes === null ? '' : span(minutes * MINUTE));
};

/** What a group is called: a unit, a provider or a category. */
const Group = ({ by, group }: { readonly by: Asked['by']; readonly group: string | null }) => {
  const words = useWords(figuresWords);
  const term = useTerm();
  if (group === null) return <span className="soft">{words.none}</span>;
  if (by === 'unit') return <Unit id={group} />;
  if (by === 'provider') return <Provider id={group} />;
  return <>{term(CATEGORIES, group as Category)}</>;
};

/** One measure: the number, how it went over time, by whom, and the same as a table. */
export const MeasureCard = ({ measure, whole, overTime, groups, by }: MeasureCardProps) => {
  const words = useWords(figuresWords);
  const term = useTerm();
  const { number } = useFormats();
  const span = useSpan();
  const name = term(FIGURE_MEASURES, measure);
  const timed = whole !== undefined && whole.p50 !== null;
  const columns: Column<FigureRow>[] = [
    { name: words.count, figure: true, cell: ({ count }) => number(count) },
    ...(timed
      ? [
          { name: words.half, figure: true, cell: ({ p50 }: FigureRow) => span(p50) },
          { name: words.nine, figure: true, cell: ({ p90 }: FigureRow) => span(p90) },
          { name: words.most, figure: true, cell: ({ p95 }: FigureRow) => span(p95) },
        ]
      : []),
  ];
  return (
    <article className="measure" aria-labelledby={`measure-${measure}`}>
      <header>
        <h2 id={`measure-${measure}`}>{name}</h2>
        {whole === undefined || whole.count === 0 ? (
          <p className="soft">{words.noRows}</p>
        ) : timed ? (
          <p className="big">
            {span(whole.p50)} <span className="soft small-text">{words.half.toLowerCase()}</span>
          </p>
        ) : (
          <p className="big figure">{number(whole.count)}</p>
        )}
        {timed && (
          <p className="soft small-text">
            {words.nine} {span(whole.p90)} · {words.cases(number(whole.count))}
          </p>
        )}
      </header>
      {overTime.length > 0 && (
        <>
          <TimeChart name={words.chart(name)} rows={overTime} timed={timed} />
          <details>
            <summary>{words.table}</summary>
            <Table
              label={name}
              items={overTime}
              keyOf={({ period }) => period ?? ''}
              columns={[{ name: words.period, cell: ({ period }) => period }, ...columns]}
            />
          </details>
        </>
      )}
      {groups && groups.length > 0 && <Bars rows={groups} timed={timed} by={by} label={name} columns={columns} />}
    </article>
  );
};

interface BarsProps {
  readonly rows: readonly FigureRow[];
  readonly timed: boolean;
  readonly by: Asked['by'];
  readonly label: string;
  readonly columns: readonly Column<FigureRow>[];
}

/** Groups beside each other, the longest or largest first; the table is the chart. */
const Bars = ({ rows, timed, by, label, columns }: BarsProps) => {
  const words = useWords(figuresWords);
  const size = (row: FigureRow): number => (timed ? (row.p50 ?? 0) : row.count);
  const most = Math.max(1, ...rows.map(size));
  return (
    <Table
      label={label}
      items={rows.toSorted((a, b) => size(b) - size(a))}
      keyOf={({ group }) => group ?? ''}
      columns={[
        {
          name: words.group,
          cell: (row) => (
            <span className="bar-cell">
              <Group by={by} group={row.group} />
              <span className="bar" style={{ width: `${String((100 * size(row)) / most)}%` }} />
            </span>
          ),
        },
        ...columns.slice(0, 2),
      ]}
    />
  );
};
