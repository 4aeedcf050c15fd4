import { Injectable } from '@nestjs/common';
import {
  ACTIONS,
  keysOf,
  type AcceptedTarget,
  type Action,
  type ActionVerdictView,
  type CaseVerdicts,
  type Category,
  type RequestTarget,
  type VerdictQuery,
} from '#libs/contracts';
import {
  bestCompetence,
  competenceOf,
  isValidAt,
  providersInScope,
  verdictOf,
  type BasisVerdict,
  type CompetenceVerdict,
} from '#libs/domain';
import { RegistersReader, type Principal, type RegistersAt } from '#libs/identity';
import { Clock, Problem, ReadPosition } from '#libs/service-kit';
import { scopeOf } from '#libs/target';
import { CaseDoor } from '../cases/case-door.js';
import { MandateLookup, identified, superiorsOf } from '../cases/mandate-facts.js';
import { Reaches } from './reach.js';

/** What one action is asked about: everything that is the same for all six. */
interface Asked {
  readonly caseId: string;
  readonly unit: string;
  readonly category: Category;
  readonly target: AcceptedTarget;
  readonly legalBasis: string | undefined;
  readonly registers: RegistersAt;
  readonly now: string;
}

/** What guard, mandate and competence say of every action before one proposes; decides nothing and writes nothing. */
@Injectable()
export class Verdicts {
  constructor(
    private readonly door: CaseDoor,
    private readonly lookup: MandateLookup,
    private readonly registers: RegistersReader,
    private readonly reaches: Reaches,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  /**
   * All six actions for one target of a case, for the unit that would propose: the leading one; narrowest first.
   * @throws {Problem} `not-classified` when no category is given and the case has none; `no-target` without a link.
   */
  async of(caller: Principal, caseId: string, query: VerdictQuery): Promise<CaseVerdicts> {
    const { file, officer } = await this.door.open(caller, caseId);
    const { stale } = await this.position.wait(['triage.queue', 'triage.registers'], query.after);
    const category = query.category ?? file.state.classified?.category;
    if (category === undefined) throw new Problem('not-classified');
    const target = file.state.targets[query.targetIndex];
    if (target?.state !== 'accepted') throw new Problem('no-target');
    const registers = await this.registers.now();
    // Whoever reads it from elsewhere (the auditor, a second unit) sees what the leading unit would.
    const leads = [officer.unit, ...officer.predecessors].includes(file.state.unit);
    const unit = leads ? officer.unit : file.state.unit;
    const now = this.clock.now().toISOString();
    const asked = { caseId, unit, category, target, legalBasis: query.legalBasis, registers, now };
    return {
      caseId,
      targetIndex: query.targetIndex,
      category,
      actions: await Promise.all(keysOf(ACTIONS).map((action) => this.one(asked, action))),
      ...(stale ? { stale } : {}),
    };
  }

  private async one(asked: Asked, action: Action): Promise<ActionVerdictView> {
    const { caseId, category, target, registers } = asked;
    const scope: RequestTarget | null = scopeOf(identified(target), action);
    const guard = this.lookup.guardOf(registers, target, action);
    const bases = basesFor(asked, action);
    const best = bestCompetence(bases);
    const competence: CompetenceVerdict = best?.verdict ?? {
      verdict: 'legal-basis-invalid',
      why: `no legal basis in force covers ${action} for ${category}`,
    };
    const verdict = verdictOf({ category, action, target, scope, guard, competence });
    const authority = authorityOf(competence);
    return {
      action,
      proposable: verdict.proposable,
      scope,
      walls: verdict.walls.map(({ refusal, detail }) => ({ code: refusal, detail })),
      guard: guard.guarded ? { name: guard.entry, why: guard.why } : null,
      mandate: {
        allowed: verdict.maxDays !== null,
        maxDays: verdict.maxDays,
        conditions: [...verdict.conditions],
      },
      competence: {
        verdict: competence.verdict,
        legalBasis: best?.legalBasis ?? null,
        authority,
        authorityName: authority === null ? null : (registers.get('unit', authority)?.name ?? authority),
        why: competence.verdict === 'legal-basis-invalid' ? competence.why : null,
      },
      legalBases: bases.map(({ legalBasis, verdict: { verdict: found }, verdict: whole }) => ({
        id: legalBasis,
        citation: registers.get('legal-basis', legalBasis)?.citation ?? legalBasis,
        verdict: found,
        authority: authorityOf(whole),
      })),
      reach: await this.reaches.of(caseId, target, scope),
      providers: providersFor(asked, action),
    };
  }
}

/** The legal basis asked about, or each one in force that covers category and action. */
function basesFor({ unit, category, legalBasis, registers, now }: Asked, action: Action): BasisVerdict[] {
  const legalBases = registers.all('legal-basis');
  const named =
    legalBasis === undefined
      ? legalBases
          .filter((basis) => isValidAt(basis, now))
          .filter(({ categories, actions }) => categories.includes(category) && actions.includes(action))
          .map(({ id }) => id)
      : [legalBasis];
  const competences = registers.all('competence');
  const superiors = superiorsOf(registers, unit);
  return named.map((id) => ({
    legalBasis: id,
    verdict: competenceOf({ unit, superiors, action, category, legalBasis: id, at: now }, { competences, legalBases }),
  }));
}

function providersFor({ category, target, registers }: Asked, action: Action): ActionVerdictView['providers'] {
  const providers = registers.all('provider');
  const scope = providersInScope({ category, action, platform: target.platform, providers, named: null });
  if (!scope.ok || scope.kind === 'school-lists') return { kind: 'school-lists', able: [], unable: [] };
  const named = (id: string) => ({ id, name: registers.get('provider', id)?.name ?? id });
  return {
    kind: 'requests',
    able: scope.providers.flatMap((one) => (one.verdict === 'request' ? [named(one.provider)] : [])),
    unable: scope.providers.flatMap((one) =>
      one.verdict === 'not-expressible' ? [{ ...named(one.provider), reason: one.reason }] : [],
    ),
  };
}

const authorityOf = (verdict: CompetenceVerdict): string | null =>
  verdict.verdict === 'authority' ? verdict.authority : null;
