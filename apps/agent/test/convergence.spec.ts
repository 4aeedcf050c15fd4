import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '#libs/contracts';
import { CannotDo } from '../src/loop/agent.js';
import { ServerUnclear } from '../src/server/client.js';
import { AgentInMemory, Crash } from './agent-in-memory.js';
import { ScriptedFeed } from './scripted-feed.js';

const name = fc.constantFrom('a.test', 'b.test', 'c.test', 'x.a.test');
const target = fc.oneof(
  { weight: 3, arbitrary: name.map((host) => ({ host })) },
  { weight: 2, arbitrary: name.map((domain) => ({ domain })) },
  { weight: 1, arbitrary: name.map((host) => ({ url: `http://${host}/1` })) },
);
const step = fc.oneof(
  fc.record({ do: fc.constant('block' as const), target }),
  fc.record({ do: fc.constant('lift' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('again' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('round' as const) }),
  fc.record({ do: fc.constant('crash' as const), call: fc.integer({ min: 1, max: 8 }), after: fc.boolean() }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('lose-reply' as const) }),
  fc.record({ do: fc.constant('repeat-page' as const) }),
  fc.record({ do: fc.constantFrom('silent' as const, 'leaks' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('rollback' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('resume' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What may go wrong in a round without anything being wrong. */
const expected = (error: unknown): boolean =>
  error instanceof Crash || error instanceof ServerUnclear || error instanceof CannotDo;

async function survive(world: AgentInMemory, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!expected(error)) throw error;
    world.fate.survive();
    if (error instanceof Crash) await world.open();
  }
}

async function play(world: AgentInMemory, one: Step): Promise<void> {
  const { feed } = world;
  const pick = <T>(all: readonly T[], which: number): T | undefined => all[which % Math.max(1, all.length)];
  switch (one.do) {
    case 'block':
      feed.block(one.target);
      return;
    case 'lift':
    case 'again': {
      const id = pick(feed.ids(), one.which);
      if (id !== undefined) feed[one.do](id);
      return;
    }
    case 'round':
      return survive(world, () => world.round());
    case 'crash':
      world.fate.crashAt(one.call, one.after);
      await survive(world, () => world.round());
      world.fate.survive();
      return;
    case 'restart':
      await world.open();
      return;
    case 'lose-reply':
      world.server.loseReplies = 1;
      return;
    case 'repeat-page':
      world.server.repeatPage = true;
      return;
    case 'silent':
    case 'leaks':
      world.filter[one.do] = one.on;
      return;
    case 'rollback': {
      const version = pick(world.agent.state.versions, one.which);
      if (version) await survive(world, () => world.agent.rollback(version.sequence));
      return;
    }
    case 'resume':
      return survive(world, () => world.agent.resume({ acceptBackwards: false }));
  }
}

describe('an agent, whatever happens on the way', () => {
  it('comes to exactly what the server asks for, has answered everything, and never said what was not so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (steps, limit) => {
        const feed = new ScriptedFeed();
        const world = new AgentInMemory(feed, undefined, limit);
        const lies: string[] = [];
        feed.onAnswer = ({ id, answer }: Answer) => {
          const listed = world.filter.now.some((entry) => entry.id === id);
          // A late answer may be sent again when the block is gone already: it was so when it was first said.
          if (answer === 'enforced' && !world.filter.blocks(id) && !said.has(`${id} enforced`))
            lies.push(`${id} is not blocked`);
          if (answer === 'lifted' && listed) lies.push(`${id} is still blocked`);
        };
        const said = new Set<string>();
        await world.open();
        for (const one of steps) {
          for (const { id, answer } of world.agent.state.outbox) said.add(`${id} ${answer}`);
          await play(world, one);
          const asked = new Set(world.agent.entries.map(({ id }) => id));
          expect(world.agent.state.stopped).toBeNull();
          expect(asked.size).toBe(world.agent.entries.length);
        }
        world.filter.silent = false;
        world.filter.leaks = false;
        world.server.loseReplies = 0;
        if (world.agent.state.pinned) await world.agent.resume({ acceptBackwards: false });
        for (let round = 0; round < 200 && (round < 3 || feed.ids().some((id) => open(feed, id))); round += 1)
          await world.round();

        expect(lies).toEqual([]);
        expect(world.filter.now.map(({ id }) => id).sort()).toEqual(
          feed
            .inForce()
            .map(({ id }) => id)
            .sort(),
        );
        expect(feed.ids().filter((id) => open(feed, id))).toEqual([]);
        expect([world.agent.state.outbox, world.agent.state.waiting]).toEqual([[], []]);
        expect(world.store.lists.size).toBeLessThanOrEqual(5);
      }),
      { numRuns: 200 },
    );
  });
});

const open = (feed: ScriptedFeed, id: string): boolean =>
  !['enforced', 'refused', 'lifted', 'recalled'].includes(feed.state(id));
