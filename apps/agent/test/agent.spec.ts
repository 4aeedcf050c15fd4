import { describe, expect, it } from '@jest/globals';
import { AgentInMemory } from './agent-in-memory.js';
import { ScriptedFeed } from './scripted-feed.js';

const started = async (breaker?: { fraction: number; least: number }) => {
  const feed = new ScriptedFeed();
  const world = new AgentInMemory(feed, breaker);
  await world.open();
  return { feed, world };
};

describe('an agent', () => {
  it('begins from the snapshot, blocks, and says so once it is seen', async () => {
    const { feed, world } = await started();
    const id = feed.block({ host: 'a.test' });
    world.filter.leaks = true;
    await world.round();
    expect([world.names, feed.heard(id)]).toEqual([['a.test'], ['acknowledge']]);
    world.filter.leaks = false;
    await world.round();
    expect(feed.heard(id)).toEqual(['acknowledge', 'enforced']);
  });

  it('lifts, and says so once the list without it is in effect', async () => {
    const { feed, world } = await started();
    const id = feed.block({ host: 'a.test' });
    await world.round();
    feed.lift(id);
    world.filter.silent = true;
    await world.round();
    expect([world.names, feed.state(id)]).toEqual([[], 'lift-delivered']);
    world.filter.silent = false;
    await world.round();
    expect(feed.state(id)).toBe('lifted');
  });

  it('refuses a path at a filter that sees names', async () => {
    const { feed, world } = await started();
    const id = feed.block({ url: 'http://a.test/1' });
    await world.round();
    expect([world.names, feed.state(id)]).toEqual([[], 'refused']);
  });

  it('keeps its cursor and answers nothing while the checker refuses, and still lifts', async () => {
    const { feed, world } = await started();
    const old = feed.block({ host: 'old.test' });
    await world.round();
    const { cursor } = world.agent.state;
    feed.lift(old);
    const bad = feed.block({ host: 'bad.test' });
    world.filter.refuses = (entries) => entries.some(({ id }) => id === bad);
    await expect(world.round()).rejects.toThrow('the checker refuses');
    expect([world.names, world.agent.state.cursor, feed.heard(bad)]).toEqual([[], cursor, []]);
    await expect(world.round()).rejects.toThrow('the checker refuses');
    world.filter.refuses = () => false;
    await world.round();
    expect([world.names, feed.state(bad), feed.state(old)]).toEqual([['bad.test'], 'enforced', 'lifted']);
  });

  it('puts its list into effect at a start although the server is away', async () => {
    const { feed, world } = await started();
    feed.block({ host: 'a.test' });
    await world.round();
    world.filter.now = [];
    await world.open();
    world.server.snapshot = () => Promise.reject(new Error('away'));
    await expect(world.round()).rejects.toThrow('away');
    expect(world.names).toEqual(['a.test']);
  });

  it('has a number of its own for every list it writes, whatever crashes', async () => {
    const { feed, world } = await started();
    feed.block({ host: 'a.test' });
    const numbers: number[] = [];
    const apply = world.filter.apply.bind(world.filter);
    world.filter.apply = (entries, generation) => {
      numbers.push(generation);
      return apply(entries, generation);
    };
    for (const call of [2, 3, 4, 5]) {
      world.fate.crashAt(call, true);
      await expect(world.round()).rejects.toThrow();
      world.fate.survive();
      await world.open();
    }
    await world.round();
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(numbers.length).toBeGreaterThan(3);
  });

  it('ends no block when this machine’s clock jumps, and one that was never lifted when the server’s passes its end and the grace', async () => {
    const { feed, world } = await started();
    feed.block({ host: 'a.test' }, { expiresAt: '2026-12-01T00:00:00.000Z' });
    await world.round();
    world.time.wall = Date.parse('2036-01-01T00:00:00Z');
    await world.open();
    await world.round();
    expect(world.names).toEqual(['a.test']);
    world.time.server = Date.parse('2026-12-04T00:00:01Z');
    await world.round();
    expect(world.names).toEqual([]);
  });
});

describe('an agent that is offered something older', () => {
  const setBack = async () => {
    const { feed, world } = await started();
    const ids = ['a', 'b', 'c'].map((name) => feed.block({ host: `${name}.test` }));
    await world.round();
    feed.lift(ids[0] ?? '');
    await world.round();
    feed.setBack();
    await world.round();
    return { feed, world };
  };

  it('stops, keeps what it blocks, and takes nothing over, also after a restart', async () => {
    const { feed, world } = await setBack();
    expect(world.agent.state.stopped).toMatchObject({ reason: 'backwards' });
    feed.block({ host: 'd.test' });
    await world.open();
    await world.round();
    expect(world.names).toEqual(['b.test', 'c.test']);
  });

  it('goes on when an operator says that the server was set back, and not by a mere resume', async () => {
    const { feed, world } = await setBack();
    await expect(world.agent.resume({ acceptBackwards: false })).rejects.toThrow(/--accept-backwards/);
    feed.block({ host: 'd.test' });
    await world.agent.resume({ acceptBackwards: true });
    await world.open();
    await world.round();
    expect(world.names).toEqual(['b.test', 'c.test', 'd.test']);
    expect(feed.inForce().map(({ id }) => feed.state(id))).toEqual(['enforced', 'enforced', 'enforced']);
  });
});

describe('an abnormal change', () => {
  it('stops before a name of it is blocked, and goes on when an operator has looked', async () => {
    const { feed, world } = await started({ fraction: 0.5, least: 3 });
    const first = feed.block({ host: 'first.test' });
    await world.round();
    for (let n = 0; n < 4; n += 1) feed.block({ host: `flood-${n}.test` });
    await world.round();
    expect(world.agent.state.stopped).toMatchObject({ reason: 'abnormal-growth' });
    expect([world.names, feed.state(first)]).toEqual([['first.test'], 'enforced']);
    await world.agent.resume({ acceptBackwards: false });
    await world.round();
    expect(world.names).toHaveLength(5);
  });

  it('counts pages of usual size together, over restarts', async () => {
    const { feed, world } = await started({ fraction: 0.5, least: 3 });
    await world.round();
    for (let n = 0; n < 4; n += 1) {
      feed.block({ host: `drop-${n}.test` });
      await world.round();
      await world.open();
    }
    await world.round();
    expect(world.agent.state.stopped).toMatchObject({ reason: 'abnormal-growth' });
    expect(world.names).toHaveLength(3);
  });

  it('is none on the first list', async () => {
    const { feed, world } = await started({ fraction: 0.5, least: 3 });
    for (let n = 0; n < 20; n += 1) feed.block({ host: `n-${n}.test` });
    await world.round();
    expect(world.names).toHaveLength(20);
  });
});

describe('going back', () => {
  const twoLists = async () => {
    const { feed, world } = await started();
    const a = feed.block({ host: 'a.test' });
    await world.round();
    feed.block({ host: 'b.test' });
    await world.round();
    return { feed, world, a };
  };

  it('puts the earlier list into effect and stays there over restarts, until resume', async () => {
    const { feed, world } = await twoLists();
    await world.agent.rollback(1);
    const c = feed.block({ host: 'c.test' });
    await world.open();
    await world.round();
    expect([world.names, feed.heard(c)]).toEqual([['a.test'], ['acknowledge']]);
    await world.agent.resume({ acceptBackwards: false });
    await world.round();
    expect([world.names, feed.state(c)]).toEqual([['a.test', 'b.test', 'c.test'], 'enforced']);
  });

  it('lifts meanwhile, and does not block again what was lifted', async () => {
    const { feed, world, a } = await twoLists();
    feed.lift(a);
    await world.round();
    await world.agent.rollback(1);
    expect([world.names, feed.state(a)]).toEqual([[], 'lifted']);
  });

  it('knows only the lists that are kept', async () => {
    const { world } = await twoLists();
    await expect(world.agent.rollback(7)).rejects.toThrow('no list of sequence 7 is kept; there are: 1, 2');
  });
});
