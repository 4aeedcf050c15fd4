import type { ReferralRecipient, UnitKind } from '#libs/contracts';
import type { RegistersAt } from '#libs/identity';

const KIND: Readonly<Record<Exclude<ReferralRecipient, 'unit'>, UnitKind>> = {
  police: 'police',
  hotline: 'hotline',
  'social-protection': 'social-protection',
};

/**
 * The unit of a kind that answers for a province: that province's own, or of the province that took it over; else one
 * that serves the whole country; else the first of its kind. Ids decide among equals, so that the answer never wavers.
 */
export function unitOfKind(registers: RegistersAt, kind: UnitKind, province: string | null): string | undefined {
  const units = registers.all('unit').filter((unit) => unit.kind === kind);
  return localUnit(registers, [kind], province) ?? (units.find((unit) => unit.province === null) ?? units[0])?.id;
}

/** The province's own unit of the first of these kinds that it has. */
function localUnit(registers: RegistersAt, kinds: readonly UnitKind[], province: string | null): string | undefined {
  if (province === null) return undefined;
  for (const wanted of [province, ...successorsOf(registers, province)]) {
    for (const kind of kinds) {
      const local = registers.all('unit').find((unit) => unit.kind === kind && unit.province === wanted);
      if (local !== undefined) return local.id;
    }
  }
  return undefined;
}

/** Who receives a referral of a kind for a province; undefined where the register knows nobody. */
export const recipientFor = (
  registers: RegistersAt,
  recipient: Exclude<ReferralRecipient, 'unit'>,
  province: string | null,
): string | undefined => unitOfKind(registers, KIND[recipient], province);

/**
 * The unit that reaches a child: social protection of the province, else the hotline. Falls back to the unit that leads
 * the case, so that a plea always has somebody who answers for it.
 */
export function supportUnitFor(registers: RegistersAt, province: string | null, lead: string): string {
  return unitOfKind(registers, 'social-protection', province) ?? unitOfKind(registers, 'hotline', province) ?? lead;
}

/**
 * The unit that leads a case: the one that heard first; for reports of the public the monitoring team or city centre of
 * the province; else the first monitoring team of the register. Undefined only while the register has no such unit.
 */
export function leadUnitFor(
  registers: RegistersAt,
  report: { readonly unit: string | null; readonly province: string | null },
): string | undefined {
  const heard = report.unit === null ? undefined : registers.get('unit', report.unit);
  if (heard !== undefined && DECIDING.includes(heard.kind)) return heard.id;
  const local = localUnit(registers, DECIDING, report.province ?? heard?.province ?? null);
  if (local !== undefined) return local;
  const units = registers.all('unit');
  const first = DECIDING.flatMap((kind) => units.filter((unit) => unit.kind === kind))[0];
  return first?.id;
}

/** Units that work on cases; a school, a court or the police may report but leave the case to these. */
const DECIDING: readonly UnitKind[] = ['monitoring-team', 'city-centre', 'department', 'ministry'];

function successorsOf(registers: RegistersAt, province: string): string[] {
  const found: string[] = [];
  const look = (from: string): void => {
    for (const next of registers.get('province', from)?.successors ?? []) {
      if (found.includes(next) || next === province) continue;
      found.push(next);
      look(next);
    }
  };
  look(province);
  return found;
}
