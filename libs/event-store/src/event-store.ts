import { StoreUnavailable } from './errors.js';
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
export class EventStore {
  constructor(readonly options: EventStoreOptions) {}
  /** Appends everything of the request or nothing. Throws one of the errors of `errors.ts`. */
  append(_request: AppendRequest): Promise<AppendResult> {
    throw new StoreUnavailable('the store is being built');
  }
  readStream(_stream: string, _options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    throw new StoreUnavailable('the store is being built');
  }
  readAll(_options: ReadAllOptions): Promise<RecordedEvent[]> {
    throw new StoreUnavailable('the store is being built');
  }
  replay(_options?: ReplayOptions): AsyncIterable<RecordedEvent> {
    throw new StoreUnavailable('the store is being built');
  }
  head(): Promise<number> {
    throw new StoreUnavailable('the store is being built');
  }
  onCommit(_listener: (position: number) => void): () => void {
    throw new StoreUnavailable('the store is being built');
  }
  reservationOwner(_keys: readonly Uint8Array[]): Promise<(string | null)[]> {
    throw new StoreUnavailable('the store is being built');
  }
  destroyKey(_id: string): Promise<boolean> {
    throw new StoreUnavailable('the store is being built');
  }
  close(): Promise<void> {
    throw new StoreUnavailable('the store is being built');
  }
}
