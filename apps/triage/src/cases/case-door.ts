import { Injectable } from '@nestjs/common';
import type { Officer } from '#libs/domain';
import { AccessLog, type Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { Officers, mayRead } from '../people/officers.js';
import { CaseFiles, type CaseFileRead } from './case-files.js';

/** The one way in to a case for reading: whoever comes through may read it, and that they did is on record once a day. */
@Injectable()
export class CaseDoor {
  constructor(
    private readonly files: CaseFiles,
    private readonly officers: Officers,
    private readonly access: AccessLog,
  ) {}

  /** @throws {Problem} `not-found`, or `foreign-unit`, which is recorded. */
  async open(caller: Principal, caseId: string): Promise<{ file: CaseFileRead; officer: Officer }> {
    const officer = await this.officers.of(caller);
    const file = await this.files.read(caseId);
    if (!mayRead(officer, file.row)) {
      await this.access.refused(caller, { attempt: 'read', refusal: 'foreign-unit', caseId });
      throw new Problem('foreign-unit');
    }
    await this.access.caseViewed(caller, caseId);
    return { file, officer };
  }
}
