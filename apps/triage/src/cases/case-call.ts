import { ApiResponse } from '@nestjs/swagger';
import { CaseCommandResult, shapes, type Role } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { ifMatchVersion } from '#libs/service-kit';
import type { CaseCall } from './case-runner.js';

export const STAFF = { roles: ['analyst', 'approver'], ownUnit: true } as const;
export const APPROVERS = { roles: ['approver'], ownUnit: true } as const;
/** Another unit's approver is asked on purpose: the domain says which. */
export const ANY_APPROVER = { roles: ['approver'] } as const;
export const ID = { schema: shapes.uuid };

export const answers = ApiResponse({
  status: 200,
  standardSchema: CaseCommandResult,
  description: 'Done; position of the last event and the version to send with the next command',
});

/** `match` undefined: the command needs no version; otherwise a missing header is refused with 428. */
export const call = (caller: Principal, caseId: string, attempt: string, as: Role, match?: string): CaseCall => ({
  caller,
  caseId,
  attempt,
  as,
  ...(match === undefined ? {} : { ifMatch: ifMatchVersion(match === '' ? undefined : match) }),
});
