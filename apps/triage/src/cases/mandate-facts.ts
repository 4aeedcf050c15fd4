import { Injectable } from '@nestjs/common';
import type { AcceptedTarget, Action, Proposal } from '#libs/contracts';
import { competenceOf, providersInScope, type GuardVerdict, type MandateFacts } from '#libs/domain';
import { RegistersReader, type RegistersAt } from '#libs/identity';
import { guard, type AcceptedTarget as IdentifiedTarget, type GuardEntry } from '#libs/target';

/** What the rules need to know about a proposal and cannot know by themselves: guard list, competence, providers of today. */
@Injectable()
export class MandateLookup {
  #guards: { of: RegistersAt; entries: readonly GuardEntry[] } | undefined;

  constructor(private readonly registers: RegistersReader) {}

  /** The guard's and the competence register's answers for a proposal of this unit at `now`. */
  async factsFor(
    proposal: Proposal,
    target: AcceptedTarget,
    unit: string,
    now: string,
  ): Promise<MandateFacts & { readonly unknownProviders: readonly string[] }> {
    const registers = await this.registers.now();
    const scope = providersInScope({
      category: proposal.category,
      action: proposal.action,
      platform: target.platform,
      providers: registers.all('provider'),
      named: proposal.providers,
    });
    return {
      guard: this.guardOf(registers, target, proposal.action),
      competence: competenceOf(
        {
          unit,
          superiors: superiorsOf(registers, unit),
          action: proposal.action,
          category: proposal.category,
          legalBasis: proposal.legalBasis,
          at: now,
        },
        { competences: registers.all('competence'), legalBases: registers.all('legal-basis') },
      ),
      unknownProviders: scope.ok ? [] : scope.providers,
    };
  }

  /** What the guard says of an action on a target, by these registers. */
  guardOf(registers: RegistersAt, target: AcceptedTarget, action: Action): GuardVerdict {
    const verdict = guard(identified(target), action, { entries: this.guardsOf(registers) });
    return verdict.verdict === 'allowed'
      ? { guarded: false }
      : { guarded: true, entry: verdict.entry.name, why: `${verdict.reason}: ${verdict.entry.source}` };
  }

  /**
   * The installation's own guard register; the same array for the same registers, which the guard indexes once. Its names
   * are never on a filter's list; an item on them may still be taken down by its owner.
   */
  private guardsOf(registers: RegistersAt): readonly GuardEntry[] {
    if (this.#guards?.of === registers) return this.#guards.entries;
    const entries = registers.all('guard').map(({ name, source, why }): GuardEntry => ({
      name,
      kind: 'infrastructure',
      source: why === '' ? source : `${source}: ${why}`,
    }));
    this.#guards = { of: registers, entries };
    return entries;
  }
}

/** From the superior upwards; a cycle in the register ends the walk. */
export function superiorsOf(registers: RegistersAt, unit: string): string[] {
  const found: string[] = [];
  let superior = registers.get('unit', unit)?.superior ?? null;
  while (superior !== null && superior !== unit && !found.includes(superior)) {
    found.push(superior);
    superior = registers.get('unit', superior)?.superior ?? null;
  }
  return found;
}

/** A stored target as `libs/target` knows it: what the event does not keep (steps, spelling for eyes) decides nothing. */
export function identified(target: AcceptedTarget): IdentifiedTarget {
  const { canonicalUrl, requestUrl, contentKey, host, domain, platform, flags, canonicaliserVersion } = target;
  return {
    state: 'accepted',
    canonicalUrl,
    requestUrl,
    contentKey,
    host,
    unicodeHost: host,
    domain,
    ...(platform === null ? {} : { platform: platform as NonNullable<IdentifiedTarget['platform']> }),
    steps: [],
    flags: flags as IdentifiedTarget['flags'],
    version: canonicaliserVersion,
  };
}
