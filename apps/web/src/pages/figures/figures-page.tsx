import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FIGURE_MEASURES, type FigureMeasure } from '#libs/contracts';
import { call } from '../../api/client.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { figuresWords } from '../../words/figures.js';
import { useWords } from '../../words/language.js';
import { perOf, queryOf, type Asked } from './asked.js';
import { FigureFilters } from './figure-filters.js';
import { MeasureCard } from './measure-card.js';
import { OverdueUnits } from './overdue-units.js';

const route = getRouteApi('/so-lieu');
const MEASURES = Object.keys(FIGURE_MEASURES) as FigureMeasure[];

const useFigures = (query: Record<string, string | undefined>, enabled = true) =>
  useQuery({
    queryKey: ['figures', query],
    queryFn: ({ signal }) => call('figures', '/figures', { query, signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

const csvOf = (query: Record<string, string | undefined>): string => {
  const asked = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
  return `/api/v1/figures?${asked.toString()}`;
};

/** How much, how long, how late: each measure with its chart, its table and its file. */
export const FiguresPage = () => {
  const words = useWords(figuresWords);
  const asked: Asked = route.useSearch();
  const navigate = route.useNavigate();
  const query = queryOf(asked);
  const per = perOf(asked);
  const whole = useFigures(query);
  const overTime = useFigures({ ...query, per });
  const compared = useFigures({ ...query, by: asked.by }, asked.by !== undefined);
  const rows = whole.data?.rows ?? [];
  const nothing = rows.every(({ count }) => count === 0);
  return (
    <section className="page" aria-labelledby="figures-title">
      <header className="page-head">
        <h1 id="figures-title">{words.title}</h1>
        <p className="soft">{words.lead}</p>
      </header>
      <FigureFilters
        key={JSON.stringify(asked)}
        asked={asked}
        per={per}
        change={(to) => void navigate({ search: to })}
      />
      {whole.isPending && <Loading rows={4} />}
      {whole.isError && <Failed error={whole.error} retry={() => void whole.refetch()} />}
      {whole.data && nothing && <Empty title={words.empty}>{words.emptyHint}</Empty>}
      {whole.data && !nothing && (
        <div className="measures">
          {MEASURES.map((measure) => (
            <MeasureCard
              key={measure}
              measure={measure}
              whole={rows.find((row) => row.measure === measure)}
              overTime={(overTime.data?.rows ?? []).filter((row) => row.measure === measure)}
              groups={
                asked.by === undefined
                  ? undefined
                  : (compared.data?.rows ?? []).filter((row) => row.measure === measure)
              }
              by={asked.by}
            />
          ))}
        </div>
      )}
      <p className="actions not-on-paper">
        <a className="button small" href={csvOf({ ...query, per, by: asked.by })} download>
          {words.csvLong}
        </a>
        <button type="button" className="button small" onClick={() => window.print()}>
          {words.print}
        </button>
      </p>
      <OverdueUnits />
    </section>
  );
};
