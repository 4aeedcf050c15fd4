import type { FigureRow } from '#libs/contracts';
import { figuresWords } from '../../words/figures.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';

const [WIDTH, HEIGHT, FOOT, LEFT] = [560, 148, 24, 4];
const MINUTE = 60_000;

interface TimeChartProps {
  readonly name: string;
  readonly rows: readonly FigureRow[];
  readonly timed: boolean;
}

/**
 * Counts as bars and, where there are times, the median as a line over them. Drawn as vectors: sharp on paper and at 4K, in the
 * page's own colours; the same numbers stand in the table below.
 */
export const TimeChart = ({ name, rows, timed }: TimeChartProps) => {
  const words = useWords(figuresWords);
  const { number, span } = useFormats();
  const room = HEIGHT - FOOT - 20;
  const slot = (WIDTH - 2 * LEFT) / rows.length;
  const mostCount = Math.max(1, ...rows.map(({ count }) => count));
  const mostTime = Math.max(1, ...rows.map(({ p50 }) => p50 ?? 0));
  const x = (index: number): number => LEFT + slot * (index + 0.5);
  const y = (part: number): number => HEIGHT - FOOT - part * room;
  const points = rows.flatMap(({ p50 }, index) => (p50 === null ? [] : [[x(index), y(p50 / mostTime)] as const]));
  const titleOf = ({ period, count, p50 }: FigureRow): string =>
    [period, number(count), p50 === null ? '' : span(p50 * MINUTE)].filter(Boolean).join(' · ');
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={name}>
        <line className="axis" x1={LEFT} x2={WIDTH - LEFT} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {rows.map((row, index) => {
          const height = Math.max(row.count === 0 ? 0 : 1.5, (row.count / mostCount) * room);
          return (
            <rect
              key={row.period}
              className={timed ? 'count faint' : 'count'}
              x={x(index) - Math.min(slot * 0.36, 22)}
              width={Math.min(slot * 0.72, 44)}
              y={HEIGHT - FOOT - height}
              height={height}
              rx={1.5}
            >
              <title>{titleOf(row)}</title>
            </rect>
          );
        })}
        {timed && points.length > 0 && (
          <>
            <polyline className="median" points={points.map((point) => point.join(',')).join(' ')} />
            {points.map(([cx, cy]) => (
              <circle key={cx} className="median-point" cx={cx} cy={cy} r={2.5} />
            ))}
          </>
        )}
        <text className="tick" x={LEFT} y={HEIGHT - 6}>
          {rows[0]?.period}
        </text>
        {rows.length > 1 && (
          <text className="tick" x={WIDTH - LEFT} y={HEIGHT - 6} textAnchor="end">
            {rows.at(-1)?.period}
          </text>
        )}
        <text className="tick" x={LEFT} y={13}>
          {timed ? span(mostTime * MINUTE) : number(mostCount)}
        </text>
      </svg>
      {timed && <figcaption className="soft small-text">{words.bars}</figcaption>}
    </figure>
  );
};
