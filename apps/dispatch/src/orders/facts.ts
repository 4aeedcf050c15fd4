import type { Action, Category, EventData, RequestTarget } from '#libs/contracts';
import { competenceOf } from '#libs/domain';
import type { CompetenceVerdict, GuardVerdict, MandateFacts } from '#libs/domain';
import type { RegistersAt } from '#libs/identity';
import { guard, identify } from '#libs/target';
import type { GuardEntry } from '#libs/target';

/** What is asked about again just before an order, a renewal or a widening. */
export interface Asked {
  readonly unit: string;
  readonly action: Action;
  readonly category: Category;
  readonly legalBasis: string;
  readonly target: RequestTarget;
}

/** The guard's and the competence register's answers of today, for an approval. */
export const factsOf = (
  { proposal, unit }: EventData<'ProposalApproved'>,
  registers: RegistersAt,
  now: string,
): MandateFacts =>
  proposal === null ? UNREADABLE : factsAbout({ ...proposal, unit, target: proposal.scope }, registers, now);

export const factsAbout = (asked: Asked, registers: RegistersAt, now: string): MandateFacts => ({
  guard: guardOf(asked.target, asked.action, registers),
  competence: competenceFor(asked, registers, now),
});

/** The key of the case was destroyed before the order was made: what cannot be read cannot be allowed. */
const UNREADABLE: MandateFacts = {
  guard: { guarded: true, entry: '', why: 'the proposal was erased' },
  competence: { verdict: 'nobody' },
};

/**
 * The guard list of the house and of the register, asked about exactly what a provider would be sent. A target that
 * cannot be identified any more is stopped.
 */
export function guardOf(target: RequestTarget, action: Action, registers: RegistersAt): GuardVerdict {
  const identified = identify('url' in target ? target.url : 'host' in target ? target.host : target.domain);
  if (identified.state !== 'accepted') return { guarded: true, entry: '', why: identified.reason };
  const verdict = guard(identified, action, { entries: registeredEntries(registers) });
  return verdict.verdict === 'allowed'
    ? { guarded: false }
    : { guarded: true, entry: verdict.entry.name, why: `${verdict.reason}: ${verdict.entry.source}` };
}

const entriesOf = new WeakMap<RegistersAt, GuardEntry[]>();

/** One array per state of the registers: the guard keeps its index by it. */
function registeredEntries(registers: RegistersAt): GuardEntry[] {
  let entries = entriesOf.get(registers);
  if (!entries) {
    entries = registers.all('guard').map(({ name, source }) => ({ name, source, kind: 'infrastructure' }));
    entriesOf.set(registers, entries);
  }
  return entries;
}

function competenceFor(asked: Asked, registers: RegistersAt, now: string): CompetenceVerdict {
  const { unit, action, category, legalBasis } = asked;
  return competenceOf(
    { unit, superiors: superiorsOf(unit, registers), action, category, legalBasis, at: now },
    { competences: registers.all('competence'), legalBases: registers.all('legal-basis') },
  );
}

/** From the unit's superior upwards; a ring in the register ends the walk. */
function superiorsOf(unit: string, registers: RegistersAt): string[] {
  const found: string[] = [];
  for (let next = registers.get('unit', unit)?.superior; next && !found.includes(next);) {
    found.push(next);
    next = registers.get('unit', next)?.superior;
  }
  return found;
}
