import { chmod, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { wordsOf } from '../native-error.js';

/** What a command asks of the agent that runs. */
export const Wish = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('rollback'), sequence: z.int() }),
  z.strictObject({ do: z.literal('resume'), acceptBackwards: z.boolean() }),
]);
export type Wish = z.infer<typeof Wish>;

const Reply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), why: z.string() }),
]);
export type Reply = z.infer<typeof Reply>;

/** In the state folder, which only the agent's own user may enter. */
const socketIn = (folder: string): string => join(folder, 'agent.sock');

const MOST = 1 << 20;

/**
 * Answers commands on a socket in the state folder. Only for whoever holds the folder's lock: a socket that a dead agent left is taken away.
 * @returns a function that ends it.
 */
export async function listenIn(folder: string, grant: (wish: Wish) => Promise<unknown>): Promise<() => Promise<void>> {
  const path = socketIn(folder);
  await rm(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    void serve(socket, grant);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(path, { force: true });
  };
}

async function serve(socket: Socket, grant: (wish: Wish) => Promise<unknown>): Promise<void> {
  const say = (reply: Reply): void => void socket.end(`${JSON.stringify(reply)}\n`);
  try {
    say({ ok: true, value: await grant(Wish.parse(JSON.parse(await lineOf(socket)))) });
  } catch (error) {
    say({ ok: false, why: wordsOf(error) });
  }
}

/** Asks the agent that runs on a folder; undefined when none does. */
export async function askIn(folder: string, wish: Wish): Promise<Reply | undefined> {
  const socket = connect(socketIn(folder));
  const there = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => {
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
  if (!there) return undefined;
  socket.write(`${JSON.stringify(wish)}\n`);
  return Reply.parse(JSON.parse(await lineOf(socket)));
}

function lineOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
      else if (text.length > MOST) reject(new Error('too long'));
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error('the agent hung up'));
    });
  });
}
