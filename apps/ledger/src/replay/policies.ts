import { Injectable } from '@nestjs/common';
import type { PolicyPeriod } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { registersSchema } from '#libs/identity';
import { Database } from '#libs/service-kit';

type Kind = PolicyPeriod['entries'][number]['kind'];

/** One approved version of a policy entry, or its end. */
export interface PolicyVersion {
  readonly kind: Kind;
  readonly entry: string;
  readonly at: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly retired: boolean;
  readonly value: Record<string, unknown> | null;
}

const KINDS: readonly Kind[] = ['deadline', 'competence', 'legal-basis'];

/** What the deadlines, competences and legal bases were when each thing happened: by what was approved by then, not since. */
@Injectable()
export class Policies {
  constructor(private readonly database: Database) {}

  /** Periods between which nothing changed, over the events of one case in order. */
  async during(events: readonly RecordedEvent[]): Promise<PolicyPeriod[]> {
    const { rows } = await this.database.query<Omit<PolicyVersion, 'at'> & { at: string }>(
      `select kind, entry, r.position::text as at, valid_from as "validFrom", valid_to as "validTo", retired, value
         from ${registersSchema('ledger')}.register_version r where kind = any ($1) order by r.position`,
      [KINDS],
    );
    return periodsOf(
      rows.map((row) => ({ ...row, at: Number(row.at) })),
      events,
    );
  }
}

/** @param versions in the order of their approval. */
export function periodsOf(
  versions: readonly PolicyVersion[],
  events: readonly Pick<RecordedEvent, 'position' | 'recordedAt'>[],
): PolicyPeriod[] {
  const periods: PolicyPeriod[] = [];
  let former = '';
  for (const { position, recordedAt } of events) {
    const entries = inForce(versions, position, new Date(recordedAt));
    const same = entries.map(({ kind, id, version }) => `${kind} ${id} ${String(version)}`).join('\n');
    if (periods.length > 0 && same === former) continue;
    former = same;
    periods.push({ fromPosition: position, entries });
  }
  return periods;
}

/** Of each entry's versions approved by then, the last one that had begun; none when that one had ended. */
function inForce(versions: readonly PolicyVersion[], position: number, moment: Date): PolicyPeriod['entries'] {
  const latest = new Map<string, PolicyVersion>();
  for (const version of versions) {
    if (version.at < position && version.validFrom <= moment) latest.set(`${version.kind} ${version.entry}`, version);
  }
  return [...latest.values()]
    .flatMap(({ kind, entry, at, retired, validTo, value }) =>
      retired || value === null || (validTo && validTo <= moment) ? [] : [{ kind, id: entry, version: at, value }],
    )
    .sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1));
}
