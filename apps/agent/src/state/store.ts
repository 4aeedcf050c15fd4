import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, wordsOf } from '../native-error.js';
import { replaceFile } from './durable-file.js';
import { Entry } from './entry.js';
import { State, newState } from './state.js';
import type { Version } from './state.js';

/** What was kept cannot be read: made by another version, damaged, or of another server. */
export class StateUnusable extends Error {
  override readonly name = 'StateUnusable';
}

/** Where the agent remembers. The property test puts a memory in its place that loses whatever was not saved. */
export interface Store {
  load(): Promise<State>;
  save(state: State): Promise<void>;
  loadList(version: Version): Promise<Entry[]>;
  /** Writes a list under a name of its own; it counts only once a saved state names it. */
  saveList(file: string, entries: readonly Entry[]): Promise<void>;
  /** Removes the lists that no saved state names. */
  tidy(state: State): Promise<void>;
}

const STATE = 'state.json';
const LISTS = 'lists';

/** The lists that a state names. */
const named = ({ list, versions, pinned }: State): Set<string> =>
  new Set([...versions, list, pinned].flatMap((version) => (version ? [version.file] : [])));

/** A folder, mode 0700: one small file with the state, and a file for each list. */
export class FolderStore implements Store {
  constructor(
    private readonly folder: string,
    private readonly server: string,
  ) {}

  async prepare(): Promise<void> {
    await mkdir(join(this.folder, LISTS), { recursive: true, mode: 0o700 });
  }

  async load(): Promise<State> {
    const state = await this.#json(STATE, State);
    if (state === undefined) return newState(this.server);
    if (state.server === this.server) return state;
    throw new StateUnusable(
      `${join(this.folder, STATE)} is of ${state.server}, the configuration names ${this.server}: give the new server a state folder of its own`,
    );
  }

  save(state: State): Promise<void> {
    return replaceFile(join(this.folder, STATE), `${JSON.stringify(state)}\n`);
  }

  async loadList({ file }: Version): Promise<Entry[]> {
    const entries = await this.#json(join(LISTS, file), z.array(Entry));
    if (entries === undefined) throw new StateUnusable(`${join(this.folder, LISTS, file)} is gone`);
    return entries;
  }

  saveList(file: string, entries: readonly Entry[]): Promise<void> {
    return replaceFile(join(this.folder, LISTS, file), `${JSON.stringify(entries)}\n`);
  }

  async tidy(state: State): Promise<void> {
    const kept = named(state);
    for (const file of await readdir(join(this.folder, LISTS))) {
      if (!kept.has(file)) await rm(join(this.folder, LISTS, file), { force: true });
    }
  }

  async #json<T>(name: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const path = join(this.folder, name);
    let value: unknown;
    try {
      value = JSON.parse(await readFile(path, 'utf8'));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new StateUnusable(
        `${path} cannot be read: ${codeOf(error) === undefined ? 'it is damaged' : wordsOf(error)}`,
      );
    }
    const read = shape.safeParse(value);
    if (read.success) return read.data;
    throw new StateUnusable(`${path} is not what this version of the agent writes`);
  }
}
