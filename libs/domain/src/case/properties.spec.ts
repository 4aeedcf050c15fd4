import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseEvent } from '#libs/contracts';
import { anyCaseCommand } from '../../test/case-commands.js';
import { frozen } from '../../test/frozen.js';
import { proposal, proposed, upTo } from '../../test/cases.js';
import type { CaseCommand } from './commands.js';
import { cases } from './index.js';

interface Run {
  readonly events: readonly CaseEvent[];
  /** Each accepted command with the history before it. */
  readonly steps: readonly { command: CaseCommand; before: readonly CaseEvent[]; events: readonly CaseEvent[] }[];
}

const run = (start: readonly CaseEvent[], commands: readonly CaseCommand[]): Run => {
  let state = cases.fold(start);
  let events: readonly CaseEvent[] = start;
  const steps: Run['steps'][number][] = [];
  for (const command of commands) {
    const decision = cases.decide(command, frozen(state));
    if (!decision.ok) continue;
    steps.push({ command, before: events, events: decision.events });
    for (const event of decision.events) state = cases.evolve(frozen(state), frozen(event));
    events = [...events, ...decision.events];
  }
  return { events, steps };
};

/** From any station of an ordinary case on, so that short runs reach far. */
const stations = fc.constantFrom<CaseEvent[][]>(...Object.values(upTo), [
  ...upTo.classified,
  proposed({ digest: 'c'.repeat(64), proposal: proposal({ speech: 'press' }) }),
]);
const anyRun = fc
  .tuple(stations, fc.array(anyCaseCommand, { minLength: 30, maxLength: 60 }))
  .map(([start, commands]) => run(start, commands));
const thorough = { numRuns: 600 };

const ofType = <T extends CaseEvent['type']>(events: readonly CaseEvent[], type: T) =>
  events.filter((event): event is Extract<CaseEvent, { type: T }> => event.type === type);

/** Everybody who classified or proposed since the last decision, counted from the events and not from the state. */
const writers = (before: readonly CaseEvent[]): Set<string> => {
  let found = new Set<string>();
  let classifier: string | null = null;
  for (const event of before) {
    if (event.type === 'CaseClassified') classifier = event.data.human;
    if (event.type === 'CaseClassified' || event.type === 'TakedownProposed') found.add(event.data.human);
    if (event.type === 'CaseReopened') found = new Set(classifier === null ? [] : [classifier]);
  }
  return found;
};

describe('the commands of these properties', () => {
  it('reach every status often enough for the properties to mean something', () => {
    const seen = new Map<string, number>();
    for (const { steps } of fc.sample(anyRun, { numRuns: 400, seed: 20260301 })) {
      for (const { type } of steps.flatMap((step) => step.events)) seen.set(type, (seen.get(type) ?? 0) + 1);
    }
    const wanted = [
      'ProposalApproved',
      'SecondUnitAgreed',
      'CaseDismissed',
      'ReviewDecided',
      'CaseInForce',
      'CaseReopened',
    ];
    expect(wanted.filter((type) => (seen.get(type) ?? 0) < 10)).toEqual([]);
  });
});

describe('whatever is done to a case, by whomever, in whatever order', () => {
  it('nobody who wrote or amended a proposal approves it, by human being', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { before, events } of steps) {
          for (const { data } of ofType(events, 'ProposalApproved')) {
            expect(writers(before).has(data.human)).toBe(false);
            expect(data.human).not.toBe(data.proposerHuman);
          }
        }
      }),
      thorough,
    );
  });

  it('what is approved is the one proposal that stands, letter for letter', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        let standing: Extract<CaseEvent, { type: 'TakedownProposed' }> | null = null;
        for (const event of events) {
          if (event.type === 'TakedownProposed') {
            expect(standing).toBeNull();
            standing = event;
          }
          if (event.type === 'ProposalApproved') {
            expect(standing?.data.digest).toBe(event.data.digest);
            expect(standing?.data.proposal).toEqual(event.data.proposal);
          }
          if (['ProposalWithdrawn', 'ProposalReturned', 'ProposalApproved'].includes(event.type)) standing = null;
        }
      }),
      thorough,
    );
  });

  it('protected speech is approved only after another unit agreed to that text', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { before, events } of steps) {
          for (const { data } of ofType(events, 'ProposalApproved')) {
            if (data.proposal?.speech === null) continue;
            const agreed = ofType(before, 'SecondUnitAgreed').find((event) => event.data.digest === data.digest);
            expect(agreed).toBeDefined();
            expect(agreed?.data.human).not.toBe(data.human);
          }
        }
      }),
      thorough,
    );
  });

  it('a plea or a possible referral is never closed by one human being', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { before, events } of steps) {
          for (const { data } of ofType(events, 'CaseDismissed')) {
            const plea = ofType(before, 'ReportAttached').some((event) => event.data.report.helpNeeded);
            const crime = ofType(before, 'CaseClassified').some((event) => event.data.category === 'csam');
            if (plea || crime) {
              expect(data.proposerHuman).not.toBeNull();
              expect(data.proposerHuman).not.toBe(data.human);
            }
          }
        }
      }),
      thorough,
    );
  });

  it('a review is decided by somebody who had no hand in it', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { before, events } of steps) {
          for (const { data } of ofType(events, 'ReviewDecided')) {
            const approval = ofType(before, 'ProposalApproved').at(-1);
            expect([approval?.data.human, approval?.data.proposerHuman]).not.toContain(data.human);
          }
        }
      }),
      thorough,
    );
  });

  it('nothing is in force that was not approved', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { before, events } of steps) {
          if (ofType(events, 'CaseInForce').length === 0) continue;
          const last = before.findLast((event) => ['ProposalApproved', 'CaseReopened'].includes(event.type));
          expect(last?.type).toBe('ProposalApproved');
        }
      }),
      thorough,
    );
  });

  it('no command does its work twice in a row', () => {
    fc.assert(
      fc.property(anyRun, ({ steps }) => {
        for (const { command, before, events } of steps) {
          if (events.length === 0) continue;
          const again = cases.decide(command, cases.fold([...before, ...events]));
          expect(again.ok ? again.events : []).toEqual([]);
        }
      }),
      thorough,
    );
  });

  it('the same events always fold to the same state, whole or in parts', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(80), ({ events }, cut) => {
        const whole = cases.fold(events);
        expect(cases.fold(events)).toEqual(whole);
        expect(cases.fold(events.slice(cut), cases.fold(events.slice(0, cut)))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('a case that was never opened stays none, whatever else is said of it', () => {
    fc.assert(
      fc.property(anyRun, ({ events }) => {
        const rest = events.filter((event) => event.type !== 'CaseOpened');
        expect(cases.fold(rest)).toEqual({ status: 'none' });
      }),
      { numRuns: 100 },
    );
  });
});
