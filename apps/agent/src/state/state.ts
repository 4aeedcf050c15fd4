import { z } from 'zod';
import { Answer } from '#libs/contracts';

/** Why the agent stands still until an operator has looked. */
export const STOPS = {
  backwards: 'the server offers something older than what was applied',
  'abnormal-growth': 'more entries came than is usual',
  'abnormal-shrink': 'more entries went than is usual',
} as const;
export type StopReason = keyof typeof STOPS;

const Version = z.object({
  sequence: z.int(),
  /** Name of the list's file below `lists`. */
  file: z.string(),
  entries: z.int(),
  /** This machine's clock, for people. */
  at: z.string(),
});
export type Version = z.infer<typeof Version>;

const Waiting = z.object({ id: z.string(), sequence: z.int(), kind: z.enum(['block', 'lift']) });
export type Waiting = z.infer<typeof Waiting>;

/** What changed since the window began, against the size of the list then. */
const Window = z.object({
  size: z.int(),
  added: z.int(),
  removed: z.int(),
  /** How long it has been open, counted while the agent runs (ms): no clock can make it old. */
  age: z.number(),
  /** The operator looked and said go on: until this window ends nothing stops. */
  accepted: z.boolean(),
});
export type Window = z.infer<typeof Window>;

/** Everything that survives a crash but the lists themselves; one small file, replaced whole. */
export const State = z.object({
  format: z.literal(1),
  server: z.string(),
  /** null: the next look is at the snapshot. */
  cursor: z.string().nullable(),
  /** The newest sequence that was seen, over blocks and lifts. */
  sequence: z.int(),
  /** Every block up to this sequence has been handled. */
  blocks: z.int(),
  /** Number of the last list that was written, applied or not; the serial of a zone. Only ever grows. */
  generation: z.int(),
  /** How many lists were kept, for their names. */
  lists: z.int(),
  /** What the server asks for, as followed so far. */
  list: Version.nullable(),
  /** Lists that were in effect, oldest first. */
  versions: z.array(Version),
  /** Items that are in no list: lifted, refused. The newest few thousand, so that a repetition is recognised. */
  seen: z.array(z.tuple([z.string(), z.int()])),
  /** Applied and not yet seen at the resolver: not answered "enforced" or "lifted" before. */
  waiting: z.array(Waiting),
  /** Answers that the server has not confirmed. */
  outbox: z.array(Answer),
  /** An operator went back to this list: it stays, but for what is lifted. */
  pinned: Version.nullable(),
  stopped: z
    .object({ reason: z.enum(['backwards', 'abnormal-growth', 'abnormal-shrink']), detail: z.string(), at: z.string() })
    .nullable(),
  window: Window,
  /** Last answer of the server, by this machine's clock, for people. */
  lastContact: z.string().nullable(),
});
export type State = z.infer<typeof State>;

export const newState = (server: string): State => ({
  format: 1,
  server,
  cursor: null,
  sequence: 0,
  blocks: 0,
  generation: 0,
  lists: 0,
  list: null,
  versions: [],
  seen: [],
  waiting: [],
  outbox: [],
  pinned: null,
  stopped: null,
  window: { size: 0, added: 0, removed: 0, age: 0, accepted: false },
  lastContact: null,
});
