import { directory } from '#apps/directory';
import { dispatch } from '#apps/dispatch';
import { intake } from '#apps/intake';
import { ledger } from '#apps/ledger';
import { triage } from '#apps/triage';
import type { ServiceDefinition } from '#libs/process';

/** Every service of an installation, in the order a reader meets them: from the stranger's door to the auditor's. */
export const SERVICES_OF_THE_HOUSE: readonly ServiceDefinition[] = [intake, triage, dispatch, directory, ledger];

/**
 * The services named on the command line (`--services intake,triage`), or all.
 * @throws {UnknownService} naming the ones that do not exist.
 */
export const chosenServices = (names: readonly string[] | undefined): readonly ServiceDefinition[] => {
  if (names === undefined) return SERVICES_OF_THE_HOUSE;
  const unknown = names.filter((name) => !SERVICES_OF_THE_HOUSE.some((service) => service.name === name));
  if (unknown.length > 0 || names.length === 0) throw new UnknownService(unknown);
  return SERVICES_OF_THE_HOUSE.filter((service) => names.includes(service.name));
};

export class UnknownService extends Error {
  override readonly name = 'UnknownService';
  constructor(unknown: readonly string[]) {
    const known = SERVICES_OF_THE_HOUSE.map((service) => service.name).join(', ');
    super(
      `--services: ${unknown.length === 0 ? 'no service named' : `unknown: ${unknown.join(', ')}`}; there are ${known}`,
    );
  }
}
