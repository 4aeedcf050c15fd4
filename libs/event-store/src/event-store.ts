import type {
  AppendRequest,
  AppendResult,
  EventStoreOptions,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  ReplayOptions,
} from './types.js';

/** The log as one service sees it. */
export declare class EventStore {
  constructor(options: EventStoreOptions);
  /** Appends everything of the request or nothing. Throws one of the errors of `errors.ts`. */
  append(request: AppendRequest): Promise<AppendResult>;
  readStream(stream: string, options?: ReadStreamOptions): Promise<RecordedEvent[]>;
  readAll(options: ReadAllOptions): Promise<RecordedEvent[]>;
  replay(options?: ReplayOptions): AsyncIterable<RecordedEvent>;
  head(): Promise<number>;
  onCommit(listener: (position: number) => void): () => void;
  reservationOwner(keys: readonly Uint8Array[]): Promise<(string | null)[]>;
  destroyKey(id: string): Promise<boolean>;
  close(): Promise<void>;
}
