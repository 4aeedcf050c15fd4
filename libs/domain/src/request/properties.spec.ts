import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RequestEvent } from '#libs/contracts';
import { frozen } from '../../test/frozen.js';
import { everyCommand, upToSituation } from '../../test/requests.js';
import { NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { reconcile } from '../reconciliation/reconciliation.js';
import type { RequestCommand } from './commands.js';
import { requests } from './index.js';
import { moveOf, SITUATIONS, situationOf } from './moves.js';

interface Run {
  readonly events: readonly RequestEvent[];
  readonly steps: readonly {
    command: RequestCommand;
    before: readonly RequestEvent[];
    events: readonly RequestEvent[];
  }[];
}

const run = (start: readonly RequestEvent[], commands: readonly RequestCommand[]): Run => {
  let state = requests.fold(start);
  let events = start;
  const steps: Run['steps'][number][] = [];
  for (const command of commands) {
    const decision = requests.decide(command, frozen(state));
    if (!decision.ok) continue;
    steps.push({ command, before: events, events: decision.events });
    state = requests.fold(frozen(decision.events), state);
    events = [...events, ...decision.events];
  }
  return { events, steps };
};

const anyRun = fc
  .tuple(
    fc.constantFrom(...Object.values(upToSituation)),
    fc.array(fc.constantFrom(...everyCommand), { maxLength: 40 }),
  )
  .map(([start, commands]) => run(start, commands));

const thorough = { numRuns: 3000 };
const indexOf = (events: readonly RequestEvent[], ...types: RequestEvent['type'][]): number =>
  events.findIndex((event) => types.includes(event.type));
const after = (events: readonly RequestEvent[], index: number): RequestEvent['type'][] =>
  index === -1 ? [] : events.slice(index + 1).map((event) => event.type);

const ANSWERS: RequestEvent['type'][] = ['RequestAcknowledged', 'RequestEnforced', 'RequestRefused'];
/** A parked request was tried by an adapter: the provider may have it. */
const REACHING: RequestEvent['type'][] = ['RequestDelivered', 'RequestParked'];

describe('however a block, its answers and its lift interleave', () => {
  it('there is no answer before the request can have reached the provider', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const answered = indexOf(events, ...ANSWERS);
        if (answered !== -1) expect(indexOf(events.slice(0, answered), ...REACHING)).not.toBe(-1);
      }),
      thorough,
    );
  });

  it('after the lift was queued nothing is delivered, answered or renewed as a block any more', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const rest = after(events, indexOf(events, 'LiftQueued'));
        const forbidden = [...ANSWERS, 'RequestQueued', 'RequestDelivered', 'RequestRenewed', 'EnforcementVerified'];
        expect(rest.filter((type) => forbidden.includes(type))).toEqual([]);
      }),
      thorough,
    );
  });

  it('there is at most one lift, and none without a request', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const lifts = events.filter((event) => event.type === 'LiftQueued');
        expect(lifts.length).toBeLessThanOrEqual(1);
        const lift = indexOf(events, 'LiftQueued');
        if (lift !== -1) expect(indexOf(events.slice(0, lift), 'RequestQueued')).not.toBe(-1);
      }),
      thorough,
    );
  });

  it('a block is recalled exactly when it never can have left, and is silent ever after', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const lift = indexOf(events, 'LiftQueued');
        if (lift === -1) return;
        const left = indexOf(events.slice(0, lift), ...REACHING) !== -1;
        const next = events[lift + 1];
        expect(next?.type === 'RequestLifted' && next.data.recalled).toBe(!left);
        if (!left) expect(after(events, lift + 1)).toEqual([]);
      }),
      thorough,
    );
  });

  it('a lift is answered only after it can have reached the provider', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const lift = indexOf(events, 'LiftQueued');
        const done = events.findIndex((event) => event.type === 'RequestLifted' && !event.data.recalled);
        if (done === -1) return;
        expect(indexOf(events.slice(lift, done), 'LiftDelivered', 'RequestParked')).not.toBe(-1);
      }),
      thorough,
    );
  });

  it('no command does its work twice in a row', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { command, before, events } of steps) {
          if (events.length === 0) continue;
          const again = requests.decide(command, requests.fold([...before, ...events]));
          expect(again.ok ? again.events : []).toEqual([]);
        }
      }),
      thorough,
    );
  });

  it('the same events always fold to the same state, whole or in parts', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(40), ({ events }, cut) => {
        const parts = requests.fold(events.slice(cut), requests.fold(events.slice(0, cut)));
        expect(parts).toEqual(requests.fold(events));
      }),
    );
  });

  it('an existing request is always exactly one of the five of the reconciliation', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const state = requests.fold(events);
        if (state.status === 'none') return;
        const five = ['answered', 'open-on-time', 'overdue', 'parked', 'not-expressible'];
        expect(five).toContain(reconcile(state, plusDays(NOW, 2)));
      }),
    );
  });
});

describe('the table of moves', () => {
  const cells = SITUATIONS.flatMap((situation) => everyCommand.map((command) => ({ situation, command })));

  it('is reached by a history for each of its situations', () => {
    for (const situation of SITUATIONS) {
      expect(situationOf(requests.fold(upToSituation[situation]))).toBe(situation);
    }
  });

  it.each(cells)('$situation, $command.type: decides as the cell says', ({ situation, command }) => {
    const decision = requests.decide(command, requests.fold(upToSituation[situation]));
    const found = decision.ok ? (decision.events.length > 0 ? 'go' : 'quiet') : decision.refusal;
    const move = moveOf(command.type, situation);
    expect(
      move === 'look' ? ['go', 'quiet', 'already-answered', 'order-not-in-force', 'wrong-kind'] : [move],
    ).toContain(found);
  });
});
