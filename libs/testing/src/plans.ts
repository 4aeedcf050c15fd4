import type pg from 'pg';

/** A statement as it went to the database. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Asking {
  query: (...args: never[]) => unknown;
}

/** Every parametrised statement that goes through `database` while `act` runs; whatever it answers is as ever. */
export async function statementsOf(database: object, act: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const asking = database as Asking;
  const original = asking.query;
  asking.query = (...args: never[]) => {
    const [text, values] = args as unknown as [unknown, unknown];
    if (typeof text === 'string') seen.push({ text, values: Array.isArray(values) ? values : [] });
    return original.apply(database, args);
  };
  try {
    await act();
  } finally {
    asking.query = original;
  }
  return seen;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const scans = (node: PlanNode): string[] => [
  ...(node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? '?'] : []),
  ...(node.Plans ?? []).flatMap(scans),
];

/** The tables that a statement would read from end to end, by the planner's statistics of now. */
export async function readWhole(pool: pg.Pool, { text, values }: Statement): Promise<string[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${text}`, [
    ...values,
  ]);
  return rows.flatMap((row) => scans(row['QUERY PLAN'][0].Plan));
}
