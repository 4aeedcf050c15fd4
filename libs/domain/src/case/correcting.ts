import type { CaseEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import type { CommandOf } from './commands.js';
import { mustWork } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

/**
 * A person reads a link that the program could not. The original stays in the log and with the report; only a link that
 * was not read can be corrected, so that what was reported is never exchanged for something else. Whoever corrects it has
 * written part of what will be proposed.
 */
export const correctTarget = (
  command: CommandOf<'correctTarget'>,
  state: ExistingCase,
): Decision<CaseEvent, CaseRefusal> => {
  const { by, targetIndex, target } = command;
  const no = mustWork(state, command);
  if (no !== null) return no;
  if (state.status !== 'open') return refuse('case-not-open', `the case is ${state.status}`);
  const known = state.targets[targetIndex];
  if (known === undefined || known === null || known.state === 'none') return refuse('no-target');
  if (target.state !== 'accepted') return refuse('target-unreadable');
  if (known.state === 'accepted') {
    return known.contentKey === target.contentKey ? staysQuiet : refuse('target-readable');
  }
  const { caseId } = state;
  return accept({
    type: 'TargetCorrected',
    data: { caseId, targetIndex, person: by.person, human: by.human, target },
  });
};
