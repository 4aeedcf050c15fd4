import { Injectable } from '@nestjs/common';
import { PROBLEMS, type BulkCommand, type BulkResult } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Problem, currentRequest } from '#libs/service-kit';
import { AnalystCommands } from '../cases/analyst-commands.js';
import { CaseRunner, type CaseCall, type Done } from '../cases/case-runner.js';

/** What reaches more than one item is decided case by case, never by the hundred. */
const NEVER_IN_BULK: ReadonlySet<string> = new Set(['block-host', 'block-domain']);
/** Cases that are worked on at the same time; their appends share transactions. */
const AT_ONCE = 8;

/** Commands that change what a decision rests on need the version that was read, as when they are given one by one. */
const WITHOUT_VERSION: ReadonlySet<BulkCommand['command']> = new Set<BulkCommand['command']>([
  'claim',
  'renew',
  'release',
  'notes',
]);

/** The same command for many cases, an outcome for each. One case's refusal does not touch the others. */
@Injectable()
export class BulkCommands {
  constructor(
    private readonly analyst: AnalystCommands,
    private readonly runner: CaseRunner,
  ) {}

  /** Outcomes in the order of the cases; `position` is that of the last event of all. */
  async run(caller: Principal, command: BulkCommand): Promise<BulkResult> {
    const items: BulkResult['items'] = [];
    for (let start = 0; start < command.cases.length; start += AT_ONCE) {
      const some = command.cases.slice(start, start + AT_ONCE);
      items.push(...(await Promise.all(some.map((one) => this.one(caller, command, one)))));
    }
    const done = items.filter(({ ok }) => ok).length;
    const position = Math.max(0, ...items.map((item) => item.position ?? 0));
    return { items, done, refused: items.length - done, position };
  }

  private async one(
    caller: Principal,
    command: BulkCommand,
    { id, version }: BulkCommand['cases'][number],
  ): Promise<BulkResult['items'][number]> {
    const call: CaseCall = { caller, caseId: id, attempt: `bulk-${command.command}`, as: 'analyst', ifMatch: version };
    try {
      if (version === undefined && !WITHOUT_VERSION.has(command.command)) throw new Problem('version-required');
      const done = await this.dispatch(call, command);
      return { id, ok: true, position: done.position, version: done.version };
    } catch (error) {
      // A database that is away fails the whole call: the caller sends it again, what was done stays quiet.
      if (!(error instanceof Problem)) throw error;
      return { id, ok: false, code: error.code, title: PROBLEMS[error.code][currentRequest()?.language ?? 'vi'] };
    }
  }

  private dispatch(call: CaseCall, command: BulkCommand): Promise<Done> {
    switch (command.command) {
      case 'claim':
        return this.analyst.claim(call);
      case 'renew':
        return this.analyst.renew(call);
      case 'release':
        return this.analyst.release(call);
      case 'classify':
        return this.analyst.classify(call, command.body);
      case 'propose':
        return NEVER_IN_BULK.has(command.body.action)
          ? this.runner.refuse(call, 'not-in-bulk', command.body.action)
          : this.analyst.propose(call, command.body);
      case 'withdraw-proposal':
        return this.analyst.withdrawProposal(call);
      case 'dismiss':
        return this.analyst.dismiss(call, command.body);
      case 'undo-dismissal':
        return this.analyst.undoDismissal(call);
      case 'assign':
        return this.analyst.assign(call, command.body);
      case 'refer':
        return this.analyst.refer(call, command.body);
      case 'notes':
        return this.analyst.addNote(call, command.body);
      case 'approve':
        return this.runner.refuse(call, 'not-in-bulk', 'approve');
    }
  }
}
