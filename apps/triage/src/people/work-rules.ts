import { Injectable } from '@nestjs/common';
import type { WorkPolicy } from '#libs/contracts';
import { RegistersReader } from '#libs/identity';

/** Where the policy register has no row [ours]. */
const OTHERWISE: Readonly<Record<WorkPolicy, number>> = {
  'undo-dismissal-seconds': 30,
  'severe-run-cases': 5,
  'break-minutes': 15,
  'shift-cap-cases': 80,
  'shift-hours': 8,
  'blind-second-look': 0,
};

/** The dated rules of daily work, as they count for a unit today. */
@Injectable()
export class WorkRules {
  constructor(private readonly registers: RegistersReader) {}

  async of(name: WorkPolicy, unit: string): Promise<number> {
    return (await this.registers.now()).policy(name, unit) ?? OTHERWISE[name];
  }

  /** How long whoever dismissed a case may take it back, in seconds. */
  undoSeconds(unit: string): Promise<number> {
    return this.of('undo-dismissal-seconds', unit);
  }

  /** Whether an approver of the unit records an own view before seeing the proposer's reasons. */
  async blindSecondLook(unit: string): Promise<boolean> {
    return (await this.of('blind-second-look', unit)) > 0;
  }
}
