import { describe, expect, it } from '@jest/globals';
import type { EventData, ReportEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { target } from '../../test/cases.js';
import { reports } from './index.js';

const { given } = givenWhenThen(reports);
const reportId = '018e0000-0000-7000-8000-0000000000a1';
const report: Omit<EventData<'ReportReceived'>, 'targets'> = {
  channel: 'public-form',
  channelKey: null,
  unit: null,
  province: null,
  categoryHint: null,
  ageBand: null,
  helpNeeded: false,
  childInDanger: false,
  seenAt: null,
  importId: null,
  rowDigest: null,
  receiptDigest: null,
  note: 'note',
  contact: null,
  source: null,
  childAge: null,
};
const receive = { type: 'receive', reportId, report, targets: [target], safeContact: null } as const;
const unreadable = { state: 'unparseable', raw: 'http://', reason: 'no-host' } as const;
const received = (targets: number, change: Partial<typeof report> = {}): ReportEvent => ({
  type: 'ReportReceived',
  data: { ...report, ...change, targets },
});

describe('receiving a report', () => {
  it('keeps one event for each link, in the order they were given', () => {
    given()
      .when({ ...receive, targets: [target, unreadable] })
      .then(
        received(2),
        { type: 'TargetReported', data: { reportId, index: 0, target } },
        { type: 'ReportUnusable', data: { reportId, index: 1, reason: 'no-host', target: unreadable } },
      );
  });

  it('takes a plea without any link', () => {
    const plea = { childInDanger: true };
    const then = given().when({
      ...receive,
      report: { ...report, ...plea },
      targets: [],
      safeContact: 'contact',
    });
    then.then(received(0, plea), {
      type: 'HelpRequested',
      data: { reportId, childInDanger: true, safeContact: 'contact', note: 'note' },
    });
    expect(then.state()).toMatchObject({ status: 'received', helpRequested: true });
  });

  it('is refused with neither a link nor a plea', () => {
    given()
      .when({ ...receive, targets: [] })
      .thenRefused('invalid-request');
  });

  it('stays quiet when it was received', () => {
    given(received(1)).when(receive).then();
  });
});
