import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RegisterEvent, RegisterEntry, Role } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { admin, binh, otherAdmin } from '../../test/people.js';
import type { RegisterCommand } from './commands.js';
import { registers, rolesConflict } from './index.js';

const { given } = givenWhenThen(registers);
const FIRST = '018e0000-0000-7000-8000-0000000000c1';
const SECOND = '018e0000-0000-7000-8000-0000000000c2';
const THIRD = '018e0000-0000-7000-8000-0000000000c3';
const value: RegisterEntry<'guard'> = {
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: null,
  name: 'example.test',
  source: 'ours',
  why: 'essential',
};
const entry = { kind: 'guard', entry: 'example.test', changeId: FIRST } as const;
const propose = { type: 'propose', ...entry, value, by: admin } as const;
const approve = { type: 'approve', ...entry, by: otherAdmin } as const;
const retire = { type: 'proposeRetirement', ...entry, changeId: SECOND, by: admin } as const;

const proposed: RegisterEvent = {
  type: 'EntryProposed',
  data: { ...entry, retire: false, proposedBy: 'admin', human: 'admin', unit: 'van-hanh', value, personal: null },
};
const retirement: RegisterEvent = {
  type: 'EntryProposed',
  data: {
    ...entry,
    changeId: SECOND,
    retire: true,
    proposedBy: 'admin',
    human: 'admin',
    unit: 'van-hanh',
    value: null,
    personal: null,
  },
};
const second = { proposedBy: 'admin', approvedBy: 'admin-2', human: 'admin-2', unit: 'bo-tttt' };
const approved: RegisterEvent = { type: 'EntryApproved', data: { ...entry, ...second, value, personal: null } };
const retired: RegisterEvent = { type: 'EntryRetired', data: { ...entry, changeId: SECOND, ...second } };
const rejected: RegisterEvent = {
  type: 'EntryRejected',
  data: { ...entry, rejectedBy: 'admin-2', reason: 'wrong' },
};

const person = (...roles: Role[]): RegisterEntry<'person'> => ({
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: null,
  login: 'an',
  name: 'An',
  unit: 'lam-dong',
  roles,
  human: 'an',
  delegateOf: null,
});

describe('proposing a change', () => {
  it('waits for a second administrator', () => {
    const then = given().when(propose);
    then.then(proposed);
    expect(then.state()).toMatchObject({ status: 'none', pending: { changeId: FIRST } });
  });

  it('keeps what is personal of a person out of the public fields', () => {
    const decision = registers.decide(
      { type: 'propose', kind: 'person', entry: 'an', changeId: FIRST, value: person('analyst'), by: admin },
      registers.initialState,
    );
    expect(decision).toMatchObject({ ok: true, events: [{ data: { value: null, personal: { login: 'an' } } }] });
  });

  it('is refused to everybody else, and while another change waits', () => {
    given()
      .when({ ...propose, by: binh })
      .thenRefused('forbidden');
    given(proposed)
      .when({ ...propose, changeId: SECOND })
      .thenRefused('change-pending');
  });

  it('never gives one person deciding and administering or auditing', () => {
    const combined: [Role[], boolean][] = [
      [['analyst', 'approver'], false],
      [['administrator'], false],
      [['auditor'], false],
      [['referral-recipient', 'analyst'], false],
      [['analyst', 'administrator'], true],
      [['approver', 'auditor'], true],
      [['administrator', 'auditor'], true],
    ];
    for (const [roles, conflict] of combined) {
      expect(rolesConflict(roles)).toBe(conflict);
      const command = { type: 'propose', kind: 'person', entry: 'an', changeId: FIRST, by: admin } as const;
      const decision = registers.decide({ ...command, value: person(...roles) }, registers.initialState);
      expect(decision.ok ? 'ok' : decision.refusal).toBe(conflict ? 'roles-conflict' : 'ok');
    }
  });

  it('stays quiet when that change is known, pending or settled', () => {
    given(proposed).when(propose).then();
    given(proposed, approved).when(propose).then();
    given(proposed, rejected).when(propose).then();
  });
});

describe('approving a change', () => {
  it('takes another human being of another unit, and holds the whole value', () => {
    const then = given(proposed).when(approve);
    then.then(approved);
    expect(then.state()).toMatchObject({ status: 'approved', value, pending: null });
  });

  it('is refused to the same human being, to the same unit and to others', () => {
    given(proposed)
      .when({ ...approve, by: { ...otherAdmin, human: 'admin' } })
      .thenRefused('second-person-needed');
    given(proposed)
      .when({ ...approve, by: { ...otherAdmin, unit: 'van-hanh' } })
      .thenRefused('same-unit');
    given(proposed)
      .when({ ...approve, by: binh })
      .thenRefused('forbidden');
  });

  it('is refused where that change does not wait', () => {
    given().when(approve).thenRefused('no-change-proposed');
    given(proposed)
      .when({ ...approve, changeId: SECOND })
      .thenRefused('no-change-proposed');
    given(proposed, rejected).when(approve).thenRefused('no-change-proposed');
  });

  it('stays quiet when it was approved', () => {
    given(proposed, approved).when(approve).then();
  });
});

describe('rejecting a change', () => {
  const reject = { type: 'reject', ...entry, by: otherAdmin, reason: 'wrong' } as const;
  it('leaves what counted before', () => {
    given(proposed).when(reject).then(rejected);
    expect(registers.fold([proposed, rejected])).toMatchObject({ status: 'none', pending: null });
  });
  it('is refused without a reason, to others, and where nothing waits', () => {
    given(proposed)
      .when({ ...reject, reason: ' ' })
      .thenRefused('reasons-required');
    given(proposed)
      .when({ ...reject, by: binh })
      .thenRefused('forbidden');
    given(proposed, approved).when(reject).thenRefused('no-change-proposed');
  });
  it('stays quiet when it was rejected', () => {
    given(proposed, rejected).when(reject).then();
  });
});

describe('retiring an entry', () => {
  it('takes two like any change', () => {
    given(proposed, approved).when(retire).then(retirement);
    given(proposed, approved, retirement)
      .when({ ...approve, changeId: SECOND })
      .then(retired);
    expect(registers.fold([proposed, approved, retirement, retired])).toMatchObject({ status: 'retired', value });
  });
  it('is refused where there is nothing, to others and while a change waits', () => {
    given().when(retire).thenRefused('unknown-entry');
    given(proposed, approved)
      .when({ ...retire, by: binh })
      .thenRefused('forbidden');
    given(proposed, approved, { ...proposed, data: { ...proposed.data, changeId: THIRD } })
      .when(retire)
      .thenRefused('change-pending');
  });
  it('stays quiet when it is proposed or done', () => {
    given(proposed, approved, retirement).when(retire).then();
    given(proposed, approved, retirement, retired)
      .when({ ...retire, changeId: THIRD })
      .then();
  });
});

describe('the first entries of an installation', () => {
  const install = {
    type: 'install',
    ...entry,
    value,
    alreadySetUp: false,
    by: 'installation',
    unit: 'installation',
  } as const;
  const installed: RegisterEvent = {
    type: 'EntryApproved',
    data: {
      ...entry,
      proposedBy: 'installation',
      approvedBy: 'installation',
      human: 'installation',
      unit: 'installation',
      value,
      personal: null,
    },
  };
  it('need nobody, because there is nobody', () => {
    given().when(install).then(installed);
  });
  it('are refused afterwards', () => {
    given()
      .when({ ...install, alreadySetUp: true })
      .thenRefused('already-set-up');
    given(proposed, approved)
      .when({ ...install, changeId: SECOND })
      .thenRefused('already-set-up');
  });
  it('obey the rule on roles', () => {
    const decision = registers.decide(
      { ...install, kind: 'person', entry: 'an', value: person('approver', 'administrator') },
      registers.initialState,
    );
    expect(decision).toMatchObject({ ok: false, refusal: 'roles-conflict' });
  });
  it('stay quiet when they are there', () => {
    given(installed)
      .when({ ...install, alreadySetUp: true })
      .then();
  });
});

describe('whatever administrators do, in whatever order', () => {
  const people = fc.constantFrom(admin, otherAdmin, { ...otherAdmin, person: 'twin', human: 'admin' }, binh, {
    ...admin,
    person: 'colleague',
    human: 'colleague',
  });
  const changes = fc.constantFrom(FIRST, SECOND, THIRD);
  const anyCommand: fc.Arbitrary<RegisterCommand> = fc
    .tuple(people, changes, fc.constantFrom('propose', 'retire', 'approve', 'approve', 'reject'))
    .map(([by, changeId, type]) => {
      switch (type) {
        case 'propose':
          return { ...propose, changeId, by };
        case 'retire':
          return { ...retire, changeId, by };
        case 'approve':
          return { ...approve, changeId, by };
        case 'reject':
          return { type: 'reject', ...entry, changeId, by, reason: 'r' };
      }
    });

  it('nothing counts without two human beings of two units, and at most one change waits', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 30 }), (commands) => {
        let state = registers.initialState;
        for (const command of commands) {
          const { pending } = state;
          const decision = registers.decide(command, state);
          if (!decision.ok) continue;
          for (const event of decision.events) {
            if (event.type === 'EntryApproved' || event.type === 'EntryRetired') {
              expect(pending?.changeId).toBe(event.data.changeId);
              expect(pending?.proposedBy.human).not.toBe(event.data.human);
              expect(pending?.proposedBy.unit).not.toBe(event.data.unit);
            }
            if (event.type === 'EntryProposed') expect(pending).toBeNull();
          }
          state = registers.fold(decision.events, state);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
