import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const WIDTH = 640;
const LABEL = 150;
const BAR = 22;
const GAP = 8;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** Bars of the medians with a line from the worst to the best round. Colours hold on light and dark ground. */
const chart = (work, { rows, noisy, machine, date }) => {
  const bars = rows.filter(({ unit }) => unit === work.unit);
  const top = Math.max(...bars.map(({ max }) => max));
  const scale = (value) => (value / top) * (WIDTH - LABEL - 110);
  const height = 52 + bars.length * (BAR + GAP);
  const lines = bars.map(({ contender, median, min, max }, index) => {
    const y = 34 + index * (BAR + GAP);
    const middle = y + BAR / 2;
    const colour = contender === 'lachan' ? '#0f766e' : '#8a94a6';
    return [
      `<text x="${LABEL - 8}" y="${middle + 4}" text-anchor="end">${escape(contender)}</text>`,
      `<rect x="${LABEL}" y="${y}" width="${scale(median).toFixed(1)}" height="${BAR}" rx="3" fill="${colour}"/>`,
      `<path d="M${(LABEL + scale(min)).toFixed(1)} ${middle}H${(LABEL + scale(max)).toFixed(1)}" stroke="#d97706" stroke-width="2"/>`,
      `<text x="${(LABEL + scale(max) + 8).toFixed(1)}" y="${middle + 4}">${number(median)}</text>`,
    ].join('');
  });
  const better = work.better === 'lower' ? 'less is better' : 'more is better';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#64748b">`,
    `<title>${escape(`${work.name}: ${work.what}`)}</title>`,
    `<text x="8" y="18" font-weight="600">${escape(`${work.name} · ${work.unit}, ${better}${noisy ? ' · noisy' : ''}`)}</text>`,
    ...lines,
    `<text x="8" y="${height - 6}" font-size="11">${escape(`${date.slice(0, 10)}, ${machine.cores} cores, Node ${machine.node}, PostgreSQL ${machine.postgres}`)}</text>`,
    '</svg>\n',
  ].join('\n');
};

/** One SVG for each work that has a result. */
export const drawCharts = (works, results) => {
  mkdirSync(new URL('../charts/', import.meta.url), { recursive: true });
  for (const work of works) {
    const result = results.get(work.name);
    if (!result) continue;
    writeFileSync(fileURLToPath(new URL(`../charts/${work.name}.svg`, import.meta.url)), chart(work, result));
  }
};
