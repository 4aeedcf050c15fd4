import { Injectable } from '@nestjs/common';
import type { CaseQuery, RelatedCase, Target } from '#libs/contracts';
import { holds, type Officer } from '#libs/domain';
import { Clock, Database } from '#libs/service-kit';
import { unitsOf } from '../people/officers.js';
import { likePatterns } from './fold-text.js';
import type { CaseRow } from './row.js';
import type { DueStep } from './steps.js';

/** What open pages are told of a case beside that it changed. */
export interface Standing {
  readonly lead: string;
  readonly coordinating: readonly string[];
  readonly status: string;
  readonly claim: { readonly by: string; readonly until: string } | null;
}

/** A row of the queue as it is listed. */
export interface QueuedCase {
  readonly row: CaseRow;
  readonly reports: number;
  readonly sources: number;
  readonly due: readonly DueStep[];
}

interface Row {
  readonly state: CaseRow;
  readonly reports: number;
  readonly sources: number;
  readonly due: DueStep[];
  readonly place: unknown[];
}

/** Where a page ended: the moment "overdue" was judged at, and the sort keys of the last row. */
export interface QueuePlace {
  readonly asOf: string;
  readonly keys: readonly unknown[];
}

interface Sort {
  /** Columns that order the rows completely, all in one direction. */
  readonly keys: readonly { readonly sql: string; readonly type: string }[];
  readonly direction: 'asc' | 'desc';
  /** Disjoint conditions: all rows of the first come before those of the next; `$asOf` is the moment of the first page. */
  readonly lanes?: readonly string[];
}

const id = { sql: 'case_id', type: 'uuid' };
const opened = { sql: 'opened_at', type: 'timestamptz' };
const rank = { sql: 'priority_rank', type: 'int' };

const SORTS: Readonly<Record<CaseQuery['sort'], Sort>> = {
  urgency: {
    lanes: ['due_at <= $asOf', '(due_at is null or due_at > $asOf)'],
    keys: [rank, opened, id],
    direction: 'asc',
  },
  newest: { keys: [opened, id], direction: 'desc' },
  oldest: { keys: [opened, id], direction: 'asc' },
  due: { keys: [{ sql: `coalesce(due_at, 'infinity')`, type: 'timestamptz' }, rank, id], direction: 'asc' },
  reports: { keys: [{ sql: 'reports', type: 'int' }, opened, id], direction: 'desc' },
};

/** Collects the values of a statement and gives each its number. */
class Values {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    return `$${String(this.list.push(value))}`;
  }
}

/** A value that is only added where it is used: PostgreSQL refuses a parameter that no expression gives a type. */
const once = (make: () => string): (() => string) => {
  let made: string | undefined;
  return () => (made ??= make());
};

/** Reads the queue (`triage.queue`). */
@Injectable()
export class CaseQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One page of the cases that an officer may read, and where the next page begins. */
  async list(
    query: CaseQuery,
    officer: Officer,
    place: QueuePlace | undefined,
  ): Promise<{ items: QueuedCase[]; next?: QueuePlace }> {
    const values = new Values();
    const asOf = place?.asOf ?? this.clock.now().toISOString();
    const moment = once(() => `${values.add(asOf)}::timestamptz`);
    const sort = SORTS[query.sort];
    const lanes = (sort.lanes ?? ['true']).map((sql) => sql.replace('$asOf', moment));
    const wanted = filters(query, officer, values, moment);
    // Like reading one: a review takes a third person, who may be of any unit.
    const third = query.review === 'pending' && holds(officer, 'approver');
    const visible = third ? ['true'] : visibleTo(officer, values);
    const limit = values.add(query.limit + 1);
    const begin = place === undefined ? undefined : beginOf(sort, place);
    const after = begin && beyond(sort, begin.keys, values);
    const text = pageOf({ sort, lanes, from: begin?.lane ?? 0, after, visible, wanted, limit });
    const { rows } = await this.database.query<Row>(text, values.list);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const items = page.map(({ state, reports, sources, due }) => ({ row: state, reports, sources, due }));
    return rows.length > query.limit && last !== undefined ? { items, next: { asOf, keys: last.place } } : { items };
  }

  /** Other cases about the same content that the officer may read, newest first. */
  async related(caseId: string, targets: readonly (Target | null)[], officer: Officer): Promise<RelatedCase[]> {
    const contentKeys = targets.flatMap((target) => (target?.state === 'accepted' ? [target.contentKey] : []));
    if (contentKeys.length === 0) return [];
    const values = new Values();
    const where = [`(${visibleTo(officer, values).join(' or ')})`];
    where.push(`content_keys && ${values.add(contentKeys)}::text[]`, `case_id <> ${values.add(caseId)}`);
    const { rows } = await this.database.query<{ state: CaseRow }>(
      `select state from triage_queue.queue_case where ${where.join(' and ')} order by opened_at desc limit 20`,
      values.list,
    );
    return rows.map(({ state }) => ({ id: state.caseId, status: state.status, openedAt: state.openedAt }));
  }

  /** Where cases stand for lists that are kept up to date: whose they are, their status and who holds them. */
  async standingsOf(caseIds: readonly string[]): Promise<Map<string, Standing>> {
    if (caseIds.length === 0) return new Map();
    const { rows } = await this.database.query<{ case_id: string; state: CaseRow }>(
      'select case_id, state from triage_queue.queue_case where case_id = any($1)',
      [[...caseIds]],
    );
    return new Map(
      rows.map(({ case_id, state: { unit, coordinating, status, claim } }) => [
        case_id,
        { lead: unit, coordinating, status, claim: claim === null ? null : { by: claim.by, until: claim.until } },
      ]),
    );
  }

  /** The row of one case as the queue has it; undefined while it has none. */
  async row(caseId: string): Promise<CaseRow | undefined> {
    const { rows } = await this.database.query<{ state: CaseRow }>(
      'select state from triage_queue.queue_case where case_id = $1',
      [caseId],
    );
    return rows[0]?.state;
  }
}

interface Page {
  readonly sort: Sort;
  readonly lanes: readonly string[];
  /** The lane in which the page begins, and what is beyond where the one before it ended. */
  readonly from: number;
  readonly after: string | undefined;
  readonly visible: readonly string[];
  readonly wanted: readonly string[];
  readonly limit: string;
}

/**
 * One page. Every part of it comes out of an index in order and stops after a page, however many cases there are, and a lane is
 * not looked at when those before it have filled the page.
 */
function pageOf({ sort, lanes, from, after, visible, wanted, limit }: Page): string {
  const inOrder = ordered(sort, nameOf);
  const looks = lanes.slice(from).map((lane, n) => {
    const before = Array.from({ length: n }, (_, each) => `(select count(*) from lane_${String(from + each)})`);
    const conditions = [
      ...[lane, ...wanted],
      ...(n === 0 && after !== undefined ? [after] : []),
      ...(n > 0 ? [`${before.join(' + ')} < ${limit}`] : []),
    ];
    const parts = visible.map(
      (own) => `(select state, reports, sources, due, ${String(from + n)} as lane, ${named(sort)}
        from triage_queue.queue_case where ${[own, ...conditions].join(' and ')}
       order by ${ordered(sort, ({ sql }) => sql)} limit ${limit})`,
    );
    return { name: `lane_${String(from + n)}`, text: parts.join(' union all ') };
  });
  const lists = looks.map(
    ({ name, text }) => `${name} as materialized (select * from (${text}) as parts order by ${inOrder} limit ${limit})`,
  );
  const place = [...(sort.lanes ? ['lane'] : []), ...sort.keys.map(nameOf)].join(', ');
  return `with ${lists.join(', ')}
    select state, reports, sources, due, jsonb_build_array(${place}) as place
      from (${looks.map(({ name }) => `select * from ${name}`).join(' union all ')}) as page
     order by lane, ${inOrder} limit ${limit}`;
}

/** What comes after these keys, in the direction of the sort. */
function beyond({ keys, direction }: Sort, last: readonly unknown[], values: Values): string {
  const given = last.map((value, index) => `${values.add(value)}::${keys[index]?.type ?? 'text'}`);
  return `(${keys.map(({ sql }) => sql).join(', ')}) ${direction === 'asc' ? '>' : '<'} (${given.join(', ')})`;
}

const nameOf = (_: unknown, index: number): string => `key_${String(index)}`;
const named = ({ keys }: Sort): string => keys.map((key, index) => `${key.sql} as ${nameOf(key, index)}`).join(', ');
const ordered = ({ keys, direction }: Sort, by: (key: Sort['keys'][number], index: number) => string): string =>
  keys.map((key, index) => `${by(key, index)} ${direction}`).join(', ');

/** In which lane, and after which keys of it, the next page begins. */
const beginOf = (sort: Sort, { keys }: QueuePlace): { lane: number; keys: readonly unknown[] } =>
  sort.lanes === undefined ? { lane: 0, keys } : { lane: Number(keys[0]), keys: keys.slice(1) };

/**
 * The auditor sees every case; others those that their unit, or one it took over, leads or coordinates. As disjoint
 * conditions, each of which an index can answer in the order of a page.
 */
function visibleTo(officer: Officer, values: Values): string[] {
  if (holds(officer, 'auditor')) return ['true'];
  const own = unitsOf(officer);
  const all = values.add(own);
  return [
    ...own.map((unit) => `unit = ${values.add(unit)}`),
    `(coordinating && ${all}::text[] and unit <> all(${all}::text[]))`,
  ];
}

function filters(query: CaseQuery, officer: Officer, values: Values, moment: () => string): string[] {
  const where: string[] = [];
  const oneOf = (column: string, wanted: string | readonly string[] | undefined): void => {
    const list = [wanted ?? []].flat();
    // One value as an equation: then an index that begins with it gives its rows in order.
    if (list.length === 1) where.push(`${column} = ${values.add(list[0])}`);
    else if (wanted !== undefined) where.push(`${column} = any(${values.add(list)}::text[])`);
  };
  oneOf('status', query.status);
  oneOf('category', query.category);
  oneOf('unit', query.unit);
  oneOf('province', query.province);
  if (query.claimedBy === 'nobody') where.push(`(claimed_by is null or claim_until <= ${moment()})`);
  else if (query.claimedBy === 'me') where.push(mine(values.add(officer.person), moment()));
  else if (query.claimedBy !== undefined) {
    where.push(`(claimed_by = ${values.add(query.claimedBy)} and claim_until > ${moment()})`);
  }
  if (query.overdue === 'true') where.push(`due_at <= ${moment()}`);
  if (query.overdue === 'false') where.push(`(due_at is null or due_at > ${moment()})`);
  if (query.review === 'pending') where.push(`jsonb_typeof(state -> 'review') = 'object'`);
  if (query.recheck !== undefined) {
    const found = query.recheck === 'any' ? 'is not null' : `= ${values.add(query.recheck)}`;
    where.push(
      `case_id in (select case_id from triage_orders.case_order where status = 'in-force' and found is not null and found ${found})`,
    );
  }
  for (const pattern of likePatterns(query.q ?? '')) where.push(`search like ${values.add(pattern)}`);
  return where;
}

/** "My work": what I hold, and what was assigned to me and nobody else holds. */
const mine = (person: string, moment: string): string =>
  `((claimed_by = ${person} and claim_until > ${moment})
    or (status = 'awaiting-approval' and state ->> 'passedTo' = ${person})
    or (assignee = ${person} and (claimed_by is null or claimed_by = ${person} or claim_until <= ${moment})))`;
