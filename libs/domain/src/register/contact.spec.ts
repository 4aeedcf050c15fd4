import { describe, it } from '@jest/globals';
import type { RegisterEntry, RegisterEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { otherAdmin } from '../../test/people.js';
import { registers } from './index.js';

const { given } = givenWhenThen(registers);
const FIRST = '018e0000-0000-7000-8000-0000000000c1';
const SECOND = '018e0000-0000-7000-8000-0000000000c2';
const value: RegisterEntry<'provider'> = {
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: null,
  name: 'Nhà mạng A',
  kind: 'telecom',
  expresses: ['block-host'],
  platforms: [],
  provinces: null,
  sandbox: false,
  contact: 'trực cũ',
};
const entry = { kind: 'provider', entry: 'nha-mang-a' } as const;
const approved: RegisterEvent = {
  type: 'EntryApproved',
  data: {
    ...entry,
    changeId: FIRST,
    proposedBy: 'admin',
    approvedBy: 'admin-2',
    human: 'admin-2',
    unit: 'bo-tttt',
    value,
    personal: null,
  },
};
const propose = {
  type: 'proposeContact',
  ...entry,
  changeId: SECOND,
  by: { key: '0123', provider: 'nha-mang-a' },
  contact: 'trực mới',
} as const;
const party = 'provider:nha-mang-a';
const proposed: RegisterEvent = {
  type: 'EntryProposed',
  data: {
    ...entry,
    changeId: SECOND,
    retire: false,
    proposedBy: '0123',
    human: party,
    unit: party,
    value: { ...value, contact: 'trực mới' },
    personal: null,
  },
};

describe('a provider proposing its contact', () => {
  it('changes the contact and nothing else of what is approved, once an administrator agrees', () => {
    given(approved).when(propose).then(proposed);
    given(approved, proposed)
      .when({ type: 'approve', ...entry, changeId: SECOND, by: otherAdmin })
      .then({
        type: 'EntryApproved',
        data: {
          ...entry,
          changeId: SECOND,
          proposedBy: '0123',
          approvedBy: otherAdmin.person,
          human: otherAdmin.human,
          unit: otherAdmin.unit,
          value: { ...value, contact: 'trực mới' },
          personal: null,
        },
      });
  });

  it('is refused for another provider, for one that is not in the register, and while a change waits', () => {
    given(approved)
      .when({ ...propose, by: { key: '0123', provider: 'nha-mang-b' } })
      .thenRefused('forbidden');
    given().when(propose).thenRefused('unknown-entry');
    given(approved, proposed)
      .when({ ...propose, changeId: '018e0000-0000-7000-8000-0000000000c3' })
      .thenRefused('change-pending');
  });

  it('stays quiet when it was said already', () => {
    given(approved, proposed).when(propose).then();
    given(approved)
      .when({ ...propose, contact: 'trực cũ' })
      .then();
  });
});
