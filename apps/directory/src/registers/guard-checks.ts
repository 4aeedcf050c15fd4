import { Injectable } from '@nestjs/common';
import { ACTIONS, keysOf, type GuardCheck } from '#libs/contracts';
import { Clock } from '#libs/service-kit';
import { guard, identify, type GuardEntry } from '#libs/target';
import { RegisterBook } from './register-book.js';

/**
 * "Would example.com be stopped, and by which entry?" Asks the same guard as proposals and orders do, with the register as it
 * counts now; nothing is written and nothing is asked of the name itself.
 */
@Injectable()
export class GuardChecks {
  constructor(
    private readonly book: RegisterBook,
    private readonly clock: Clock,
  ) {}

  async check(name: string): Promise<GuardCheck> {
    await this.book.catchUp();
    const target = identify(name);
    if (target.state !== 'accepted') return { host: null, domain: null, unreadable: target.reason, actions: [] };
    const entries = this.book
      .at(this.clock.now())
      .all('guard')
      .map(({ name: guarded, source, why }): GuardEntry => ({
        name: guarded,
        kind: 'infrastructure',
        source: why === '' ? source : `${source}: ${why}`,
      }));
    return {
      host: target.host,
      domain: target.domain,
      unreadable: null,
      actions: keysOf(ACTIONS).map((action) => {
        const verdict = guard(target, action, { entries });
        if (verdict.verdict === 'allowed') return { action, stopped: false, reason: null, entry: null };
        const { name: stoppedBy, kind, source } = verdict.entry;
        return { action, stopped: true, reason: verdict.reason, entry: { name: stoppedBy, kind, source } };
      }),
    };
  }
}
