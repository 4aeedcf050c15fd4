import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import type pg from 'pg';
import { FAULTS, verifyLog, type Fault, type FaultCode } from '../src/index.js';
import { LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story, attached } from './story.js';

let under: LedgerUnderTest;
let pool: pg.Pool;
const shown = new Set<FaultCode>();

beforeAll(async () => {
  under = await LedgerUnderTest.start();
  ({ pool } = under.database);
  await new Story(under).whole();
});
afterAll(() => under.close());

/** What a checker finds while the log is damaged in a transaction that never ends well. */
const whileDamaged = async (damage: (client: pg.PoolClient) => Promise<unknown>): Promise<readonly Fault[]> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await damage(client);
    return (await verifyLog(client)).faults;
  } finally {
    await client.query('rollback');
    client.release();
  }
};

const found = (faults: readonly Fault[]): string[] => {
  for (const { fault } of faults) shown.add(fault);
  return faults.map(({ fault, event: id }) => `${fault} ${id}`);
};

const eventsOf = (stream: string): Promise<RecordedEvent[]> => under.store('ledger').readStream(stream);

const one = async (stream: string, type: string): Promise<RecordedEvent> => {
  const event = (await eventsOf(stream)).find((candidate) => candidate.type === type);
  if (!event) throw new Error(`${stream} has no ${type}`);
  return event;
};

describe('a healthy log', () => {
  it('has nothing wrong with it, however the case went', async () => {
    const dismissed = await new Story(under).opened({ plea: true });
    await dismissed.dismissed('hoa', 'lan');
    const alone = await new Story(under).opened();
    await alone.dismissed('lan');
    const { events, head, faults } = await verifyLog(pool);
    expect(faults).toEqual([]);
    expect([events, head]).toEqual([await under.store('ledger').head(), events]);
  });

  it('is not called wrong for what is appended while it is read', async () => {
    const story = await new Story(under).opened();
    const { caseId } = story;
    const note = () => event('NoteAdded', { caseId, noteId: ids.v7(), visibility: 'internal', text: 'x' });
    const done = new AbortController();
    const writing = (async () => {
      while (!done.signal.aborted) await story.ofCase(note());
    })();
    for (let turn = 0; turn < 5; turn += 1) expect((await verifyLog(pool)).faults).toEqual([]);
    done.abort();
    await writing;
  });
});

describe('what somebody did to the table', () => {
  let story: Story;
  beforeAll(async () => {
    story = await new Story(under).whole();
    await new Story(under).whole();
  });

  it.each([
    [
      'one letter of the data',
      `data = jsonb_set(data, '{digest}', '"f000000000000000000000000000000000000000000000000000000000000000"')`,
    ],
    ['the actor', `actor = jsonb_set(actor, '{id}', '"somebody-else"')`],
    ['the time it happened', `occurred_at = occurred_at - interval '1 ms'`],
    ['the time it was recorded', `recorded_at = recorded_at - interval '1 day'`],
    ['what caused it', `causation_id = '018e0000-0000-7000-8000-000000000000'`],
    ['the trace', `correlation_id = 'x'`],
    ['the schema version', 'schema_version = 2'],
    ['the leaf', `leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1)`],
  ])('is found when it was %s, and the event is named', async (_, change) => {
    const { id } = await one(`case-${story.caseId}`, 'CaseClassified');
    const faults = await whileDamaged((client) => client.query(`update es.log set ${change} where id = $1`, [id]));
    expect(found(faults)).toEqual([`leaf-mismatch ${id}`]);
  });

  it('is found when one byte of a ciphertext was flipped', async () => {
    const { id } = await one(`case-${story.caseId}`, 'CaseOpened');
    const faults = await whileDamaged((client) =>
      client.query(
        `update es.log set data = replace(data::text, substring(data #>> '{sealed,case,x}' from 9 for 4), 'AAAA')::jsonb where id = $1`,
        [id],
      ),
    );
    expect(found(faults)).toEqual([`leaf-mismatch ${id}`]);
  });

  it('is found when an event was deleted: at the one that came after it, in the log and in its stream', async () => {
    const gone = await one(`request-${story.requestId}`, 'RequestAcknowledged');
    const next = await one(`request-${story.requestId}`, 'RequestEnforced');
    const after = (await under.log(`?from=${String(gone.position + 1)}&to=${String(gone.position + 1)}`))[0];
    const faults = await whileDamaged((client) => client.query('delete from es.log where id = $1', [gone.id]));
    expect(found(faults)).toEqual([`position-gap ${after?.id ?? ''}`, `version-gap ${next.id}`]);
  });

  it('is found when the end was cut off, also with the stream’s counter set back', async () => {
    const after = (await under.store('ledger').head()) + 1;
    const [tail] = await under.store('ledger').readAll({ after, limit: 1, direction: 'backwards' });
    const faults = await whileDamaged(async (client) => {
      await client.query('delete from es.log where id = $1', [tail?.id]);
      await client.query('update es.streams set version = version - 1 where stream = $1', [tail?.stream]);
    });
    expect(found(faults).map((line) => line.split(' ')[0])).toEqual(['head-mismatch']);
    expect(faults[0]?.position).toBe((tail?.position ?? 0) - 1);
  });

  it('is found when two events of a stream changed places', async () => {
    const [first, second] = [
      await one(`request-${story.requestId}`, 'RequestAcknowledged'),
      await one(`request-${story.requestId}`, 'RequestEnforced'),
    ];
    const faults = await whileDamaged(async (client) => {
      const set = 'update es.log set version = $2 where id = $1';
      await client.query(set, [first.id, 1_000]);
      await client.query(set, [second.id, first.version]);
      await client.query(set, [first.id, second.version]);
    });
    const lines = found(faults);
    for (const { id } of [first, second])
      expect(lines).toEqual(expect.arrayContaining([`leaf-mismatch ${id}`, `version-gap ${id}`]));
  });

  it('is found when an event was put into another stream’s category or under another type', async () => {
    const { id } = await one(`claim-${story.caseId}`, 'CaseClaimed');
    const category = await whileDamaged((client) =>
      client.query(`update es.log set category = 'report' where id = $1`, [id]),
    );
    expect(found(category)).toEqual([`category-mismatch ${id}`]);
    const type = await whileDamaged((client) => client.query(`update es.log set type = 'Nothing' where id = $1`, [id]));
    expect(found(type)).toEqual([`leaf-mismatch ${id}`, `unknown-type ${id}`]);
  });

  it('is found when a protected field lies there in clear', async () => {
    const { id } = await one(`case-${story.caseId}`, 'CaseOpened');
    const faults = await whileDamaged((client) =>
      client.query(`update es.log set data = data || '{"target": {"state": "none"}}' where id = $1`, [id]),
    );
    expect(found(faults)).toEqual([`leaf-mismatch ${id}`, `clear-text ${id}`]);
    expect(faults[1]?.detail).toBe('in clear: target');
  });

  it('is found when a stream says it has more, or the counter less, than there is', async () => {
    const stream = `claim-${story.caseId}`;
    const longer = await whileDamaged((client) =>
      client.query('update es.streams set version = version + 1 where stream = $1', [stream]),
    );
    expect(found(longer)).toEqual(['stream-mismatch ']);
    expect(longer[0]).toMatchObject({ stream, detail: 'recorded version 2, last event 1' });
    const back = await whileDamaged((client) => client.query('update es.head set position = position - 1'));
    expect(found(back).map((line) => line.split(' ')[0])).toEqual(['head-mismatch']);
  });

  it('keeps a thousand faults and still counts every event', async () => {
    const { caseId } = story;
    const notes = Array.from({ length: 1_100 }, () =>
      event('NoteAdded', { caseId, noteId: ids.v7(), visibility: 'internal', text: 'x' }),
    );
    const many = new Story(under);
    await many.ofCase(...notes.slice(0, 550));
    await many.ofCase(...notes.slice(550));
    const faults = await whileDamaged((client) => client.query(`update es.log set correlation_id = 'x'`));
    expect(faults).toHaveLength(1_000);
  });
});

/** Events whose leaves are right, because the writer wrote them: only what they say together is wrong. */
describe('what the events say together', () => {
  /** Everything wrong that a story put into the log; then the story is taken out of it again. */
  const wrongWith = async (tell: (story: Story) => Promise<unknown>): Promise<string[]> => {
    const before = await under.store('ledger').head();
    const story = new Story(under);
    await tell(story);
    const { faults } = await verifyLog(pool);
    const events = new Map((await under.log(`?from=${String(before + 1)}`)).map(({ id, type }) => [id, type]));
    await takeBack(before);
    return faults.map(({ fault, event: id }) => {
      shown.add(fault);
      return `${fault} at ${events.get(id) ?? id}`;
    });
  };

  const takeBack = async (head: number): Promise<void> => {
    await pool.query('delete from es.log where position > $1', [head]);
    await pool.query(
      `delete from es.streams as s where not exists (select from es.log as l where l.stream = s.stream)`,
    );
    await pool.query(
      `update es.streams as s set version = (select max(version) from es.log as l where l.stream = s.stream)`,
    );
    await pool.query('update es.head set position = $1', [head]);
  };

  it('an order needs an approval that is in the log', async () => {
    expect(await wrongWith(async (story) => (await (await story.opened()).proposed()).ordered())).toEqual([
      'order-without-approval at OrderIssued',
    ]);
  });

  it('an order is exactly what was approved', async () => {
    const faults = await wrongWith(async (story) => {
      await (await (await story.opened()).proposed()).approved();
      Object.assign(story, { digest: 'f'.repeat(64) });
      await story.ordered();
    });
    expect(faults).toEqual(['order-without-approval at OrderIssued']);
  });

  it('an approval is of something that was proposed', async () => {
    expect(await wrongWith(async (story) => (await story.opened()).approved())).toEqual([
      'approval-without-proposal at ProposalApproved',
    ]);
  });

  it('nobody approves what they proposed, also under another login', async () => {
    expect(await wrongWith(async (story) => (await (await story.opened()).proposed('lan')).approved('lan'))).toEqual([
      'one-person-decided at ProposalApproved',
    ]);
    const again = await wrongWith(async (story) =>
      (await (await story.opened()).proposed('lan', 'h-1')).approved('lan-hai', 'h-1'),
    );
    expect(again).toEqual(['one-person-decided at ProposalApproved']);
  });

  it('one person does not close a plea, nor what may go to the police', async () => {
    const expected = ['one-person-dismissed at CaseDismissed'];
    expect(await wrongWith(async (story) => (await story.opened({ plea: true })).dismissed('lan'))).toEqual(expected);
    expect(await wrongWith(async (story) => (await story.opened({ plea: true })).dismissed('lan', 'lan'))).toEqual(
      expected,
    );
    const { caseId } = new Story(under);
    for (const late of [
      event('ReportAttached', attached(caseId, { helpNeeded: true })),
      event('ReportAttached', attached(caseId, { childInDanger: true })),
      event('ReportAttached', attached(caseId, { categoryHint: 'grooming' })),
      event('CaseClassified', { caseId, category: 'self-harm', person: 'lan', human: 'h-lan' }),
      event('CategorySuggested', {
        ...{ caseId, category: 'csam', score: 0.9, model: 'm', modelVersion: '1', reasons: [] },
      }),
      event('CaseMerged', {
        ...{ caseId, from: ids.v7(), into: caseId, person: 'lan', plea: true, possibleReferral: false },
        ...{ reports: [], targets: [] },
      }),
      event('CaseMerged', {
        ...{ caseId, from: ids.v7(), into: caseId, person: 'lan', plea: false, possibleReferral: false },
        ...{ reports: [attached(caseId, { childInDanger: true }).report], targets: [] },
      }),
    ]) {
      const faults = await wrongWith(async (story) => {
        await story.opened();
        await story.ofCase(late);
        await story.dismissed('lan');
      });
      expect({ [late.type]: faults }).toEqual({ [late.type]: expected });
    }
  });

  it('a dismissal proposed before the case was opened again counts no more', async () => {
    const faults = await wrongWith(async (story) => {
      await story.opened({ plea: true });
      await story.dismissed('hoa', 'lan');
      const { caseId } = story;
      await story.ofCase(event('CaseReopened', { caseId, person: 'lan', reason: 'còn' }, person('lan')));
      await story.dismissed('hoa');
    });
    expect(faults).toEqual(['one-person-dismissed at CaseDismissed']);
  });

  it('an order is renewed and widened by two people', async () => {
    const base = async (story: Story) => {
      await (await (await story.opened()).proposed()).approved();
      await story.ordered();
      return { caseId: story.caseId, orderId: story.orderId };
    };
    const expiresAt = '2098-01-01T00:00:00.000Z';
    const renewal = (by: string) => ({ person: by, human: `h-${by}`, expiresAt });
    const renewed = await wrongWith(async (story) => {
      const of = await base(story);
      await story.ofOrder(
        event('RenewalProposed', { ...of, ...renewal('hoa'), reason: 'còn' }),
        event('OrderRenewed', { ...of, ...renewal('hoa'), proposedBy: 'hoa' }),
      );
    });
    expect(renewed).toEqual(['one-person-extended at OrderRenewed']);
    const unproposed = await wrongWith(async (story) => {
      const of = await base(story);
      await story.ofOrder(
        event('RenewalProposed', { ...of, ...renewal('lan'), reason: 'còn' }),
        event('OrderRenewed', { ...of, ...renewal('hoa'), proposedBy: 'lan', expiresAt: '2097-01-01T00:00:00.000Z' }),
      );
    });
    expect(unproposed).toEqual(['one-person-extended at OrderRenewed']);
    const wide = { provider: 'nha-mang', action: 'block-host' as const, target: { host: 'x.example.net' } };
    const widened = await wrongWith(async (story) => {
      const of = await base(story);
      await story.ofOrder(
        event('WideningProposed', { ...of, ...wide, person: 'hoa', human: 'h-hoa', reason: 'r' }),
        event('WideningApproved', { ...of, ...wide, person: 'hoa-hai', human: 'h-hoa', proposedBy: 'hoa' }),
      );
    });
    expect(widened).toEqual(['one-person-extended at WideningApproved']);
    const rightly = await wrongWith(async (story) => {
      const of = await base(story);
      await story.ofOrder(
        event('RenewalProposed', { ...of, ...renewal('lan'), reason: 'còn' }),
        event('OrderRenewed', { ...of, ...renewal('hoa'), proposedBy: 'lan' }),
        event('WideningProposed', { ...of, ...wide, person: 'lan', human: 'h-lan', reason: 'r' }),
        event('WideningApproved', { ...of, ...wide, person: 'hoa', human: 'h-hoa', proposedBy: 'lan' }),
      );
    });
    expect(rightly).toEqual([]);
  });

  it('a request needs its order, an answer its request, a lift its reason, and nothing is enforced after a lift', async () => {
    const ready = async (story: Story) => (await (await (await story.opened()).proposed()).approved()).ordered();
    expect(await wrongWith(async (story) => (await (await story.opened()).proposed()).queued())).toEqual([
      'request-without-order at RequestQueued',
    ]);
    expect(await wrongWith(async (story) => (await ready(story)).enforced())).toEqual([
      'answer-before-request at RequestEnforced',
    ]);
    expect(await wrongWith(async (story) => (await ready(story)).liftQueued())).toEqual([
      'request-without-order at LiftQueued',
    ]);
    expect(await wrongWith(async (story) => (await (await ready(story)).queued()).lifted())).toEqual([
      'lift-without-reason at RequestLifted',
    ]);
    expect(await wrongWith(async (story) => (await story.whole()).enforced())).toEqual([
      'enforced-after-lift at RequestEnforced',
    ]);
  });

  describe('a register', () => {
    const change = (entry: string) => ({
      kind: 'unit' as const,
      entry,
      changeId: ids.v7(),
      unit: 'u',
      value: {},
      personal: null,
    });
    const put = (entry: string, ...events: ReturnType<typeof event>[]) =>
      under.append('directory', `register-unit.${entry}`, events);

    it('changes by two people only', async () => {
      expect(
        await wrongWith(() =>
          put(
            'mot',
            event('EntryApproved', { ...change('mot'), proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-2' }),
          ),
        ),
      ).toEqual(['one-administrator at EntryApproved']);
      const both = change('hai');
      const alone = await wrongWith(() =>
        put(
          'hai',
          event('EntryProposed', { ...both, retire: false, proposedBy: 'qt-1', human: 'h-1' }),
          event('EntryApproved', { ...both, proposedBy: 'qt-1', approvedBy: 'qt-1-hai', human: 'h-1' }),
        ),
      );
      expect(alone).toEqual(['one-administrator at EntryApproved']);
      const { kind, entry, changeId } = change('ba');
      const retired = { kind, entry, changeId, proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-2', unit: 'u' };
      expect(await wrongWith(() => put('ba', event('EntryRetired', retired)))).toEqual([
        'one-administrator at EntryRetired',
      ]);
    });

    it('is founded once: an entry of the set-up that comes later is one person’s', async () => {
      const founding = { proposedBy: 'set-up', approvedBy: 'set-up', human: 'set-up' };
      const actor = { kind: 'system', id: 'set-up' } as const;
      expect(
        await wrongWith(() => put('bon', event('EntryApproved', { ...change('bon'), ...founding }, actor))),
      ).toEqual(['one-administrator at EntryApproved']);
    });
  });
});

describe('every fault that is named', () => {
  it('was shown above', () => {
    expect([...shown].sort()).toEqual(Object.keys(FAULTS).sort());
  });
});
