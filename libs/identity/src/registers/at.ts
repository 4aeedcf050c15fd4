import type { Action, Category, Priority, RegisterEntry, RegisterKind, Step, Unit, WorkPolicy } from '#libs/contracts';
import type { RegisterVersion } from './read-model.js';

/** An entry with its id. */
export type Entry<K extends RegisterKind> = RegisterEntry<K> & { readonly id: string };

/** What a unit asks about its competence; leave a field out to ask about any. */
export interface CompetenceQuestion {
  readonly unit: string;
  readonly action?: Action;
  readonly category?: Category;
  readonly legalBasis?: string;
}

/**
 * The registers as they counted at one moment. Of an entry's versions the one counts that was approved last among those
 * that had begun by then; when that one has ended or is a retirement, the entry is not valid: an older version never comes back.
 */
export class RegistersAt {
  readonly #entries = new Map<RegisterKind, Map<string, Entry<RegisterKind>>>();
  /** Who took over from whom, also of units that have ended since. */
  readonly #successors = new Map<string, readonly string[]>();

  constructor(
    versions: readonly RegisterVersion[],
    /** The moment asked about. */
    readonly moment: Date,
  ) {
    const latest = new Map<string, RegisterVersion>();
    for (const version of [...versions].sort((a, b) => a.position - b.position)) {
      if (version.validFrom > moment) continue;
      if (version.kind === 'unit' && version.value)
        this.#successors.set(version.entry, (version.value as Unit).successors);
      latest.set(`${version.kind} ${version.entry}`, version);
    }
    for (const version of latest.values()) {
      if (version.retired || version.value === null || (version.validTo && version.validTo <= moment)) continue;
      let ofKind = this.#entries.get(version.kind);
      if (!ofKind) this.#entries.set(version.kind, (ofKind = new Map<string, Entry<RegisterKind>>()));
      ofKind.set(version.entry, { ...version.value, id: version.entry } as Entry<RegisterKind>);
    }
  }

  /** All valid entries of a kind, by id. */
  all<K extends RegisterKind>(kind: K): Entry<K>[] {
    const entries = [...(this.#entries.get(kind)?.values() ?? [])] as unknown as Entry<K>[];
    return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** One valid entry; undefined when there is none at that moment. */
  get<K extends RegisterKind>(kind: K, id: string): Entry<K> | undefined {
    return this.#entries.get(kind)?.get(id) as Entry<K> | undefined;
  }

  /** The units that this one took over, directly or through others, whether they still exist or not. */
  predecessors(unit: string): string[] {
    const found = new Set<string>();
    const search = [unit];
    for (let next = search.pop(); next !== undefined; next = search.pop()) {
      for (const [earlier, successors] of this.#successors) {
        if (earlier === unit || found.has(earlier) || !successors.includes(next)) continue;
        found.add(earlier);
        search.push(earlier);
      }
    }
    return [...found].sort();
  }

  /** The competences of a unit that answer a question; none means: a letter to the authority that has it, not a request. */
  competences(question: CompetenceQuestion): Entry<'competence'>[] {
    return this.all('competence').filter(
      (c) =>
        c.unit === question.unit &&
        (question.action === undefined || c.actions.includes(question.action)) &&
        (question.category === undefined || c.categories.includes(question.category)) &&
        (question.legalBasis === undefined || c.legalBases.includes(question.legalBasis)),
    );
  }

  /** Whether a unit may request an action for a category on a legal basis, and the basis itself covers both. */
  competent(question: Required<CompetenceQuestion>): boolean {
    return this.legalBases(question).some(({ id }) => id === question.legalBasis);
  }

  /** The legal bases under which a unit is competent for an action and a category (either may be left open). */
  legalBases(question: CompetenceQuestion): Entry<'legal-basis'>[] {
    const named = new Set(this.competences(question).flatMap((c) => c.legalBases));
    return this.all('legal-basis').filter(
      (basis) =>
        named.has(basis.id) &&
        (question.action === undefined || basis.actions.includes(question.action)) &&
        (question.category === undefined || basis.categories.includes(question.category)),
    );
  }

  /** The units that are competent where another is not: whom a letter is addressed to. */
  competentUnits(question: Omit<Required<CompetenceQuestion>, 'unit' | 'legalBasis'>): Entry<'unit'>[] {
    return this.all('unit').filter((unit) => this.legalBases({ ...question, unit: unit.id }).length > 0);
  }

  /** A working rule: the unit's own row, else the row for every unit; undefined when there is no policy. */
  policy(name: WorkPolicy, unit: string): number | undefined {
    const rows = this.all('policy').filter((row) => row.name === name);
    return (rows.find((row) => row.unit === unit) ?? rows.find((row) => row.unit === null))?.value;
  }

  /** Minutes a step may take: the row for the priority, else the row for every priority; undefined when there is no policy. */
  deadline(step: Step, priority: Priority): Entry<'deadline'> | undefined {
    const rows = this.all('deadline').filter((row) => row.step === step);
    return rows.find((row) => row.priority === priority) ?? rows.find((row) => row.priority === null);
  }
}
