import { Injectable } from '@nestjs/common';
import type { EventData, RegisterChange, RegisterEntry, RegisterEvent, RegisterKind } from '#libs/contracts';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import { RegistersAt, type RegisterVersion } from '#libs/identity';

/** An approved version with the two who made it. */
export interface BookVersion extends RegisterVersion {
  readonly proposedBy: string;
  readonly approvedBy: string;
}

const PAGE = 1_000;

/**
 * The registers as directory itself works with them: a fold of their events kept in memory and brought up to the head of
 * the log before each use. So neither a decision nor an answer is ever behind, and nothing has to be waited for. Registers
 * are small: thousands of entries, not millions.
 */
@Injectable()
export class RegisterBook {
  #position = 0;
  #reading: Promise<void> | undefined;
  readonly #versions = new Map<string, BookVersion[]>();
  readonly #pending = new Map<string, RegisterChange>();

  constructor(private readonly store: EventStore) {}

  /** Reads what was appended since; several callers share one reading, each gets at least what was there when it asked. */
  async catchUp(): Promise<void> {
    while (this.#reading) await this.#reading;
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /** How the registers count at a moment, by what is approved today. */
  at(moment: Date): RegistersAt {
    return new RegistersAt([...this.#versions.values()].flat(), moment);
  }

  /** Ids of a kind's entries that were ever approved. */
  ids(kind: RegisterKind): string[] {
    return [...this.#versions.values()].flatMap(([first]) => (first?.kind === kind ? [first.entry] : [])).sort();
  }

  versions(kind: RegisterKind, entry: string): readonly BookVersion[] {
    return this.#versions.get(`${kind}.${entry}`) ?? [];
  }

  /** An entry's newest value whether it counts already or not; undefined when there is none or it is retired. */
  newest<K extends RegisterKind>(kind: K, entry: string): RegisterEntry<K> | undefined {
    return (this.versions(kind, entry).at(-1)?.value ?? undefined) as RegisterEntry<K> | undefined;
  }

  pending(): RegisterChange[] {
    return [...this.#pending.values()].sort((a, b) => (a.proposedAt < b.proposedAt ? -1 : 1));
  }

  pendingOf(kind: RegisterKind, entry: string): RegisterChange | undefined {
    return this.#pending.get(`${kind}.${entry}`);
  }

  async #read(): Promise<void> {
    const head = await this.store.head();
    while (this.#position < head) {
      const page = await this.store.readAll({
        after: this.#position,
        upTo: head,
        limit: PAGE,
        categories: ['register'],
      });
      for (const event of page) this.#apply(event as RecordedEvent<RegisterEvent['type'], never>);
      this.#position = page.length < PAGE ? head : (page.at(-1)?.position ?? head);
    }
  }

  #apply(event: RecordedEvent<RegisterEvent['type'], never>): void {
    const { kind, entry } = event.data as { kind: RegisterKind; entry: string };
    const key = `${kind}.${entry}`;
    switch (event.type) {
      case 'EntryProposed':
        this.#pending.set(key, changeOf(event.data, event.occurredAt));
        return;
      case 'EntryRejected':
        this.#pending.delete(key);
        return;
      case 'EntryApproved':
      case 'EntryRetired':
        this.#pending.delete(key);
        this.#versions.set(key, [...(this.#versions.get(key) ?? []), versionOf(event)]);
    }
  }
}

const changeOf = (data: EventData<'EntryProposed'>, proposedAt: string): RegisterChange => ({
  kind: data.kind,
  entry: data.entry,
  changeId: data.changeId,
  retire: data.retire,
  proposedBy: data.proposedBy,
  unit: data.unit,
  proposedAt,
  value: data.value ?? data.personal,
});

function versionOf(event: RecordedEvent<string, EventData<'EntryApproved'> | EventData<'EntryRetired'>>): BookVersion {
  const { data, position, occurredAt } = event;
  const value = 'value' in data ? (data.value ?? data.personal) : null;
  const { validFrom, validTo } = (value ?? {}) as { validFrom?: string; validTo?: string | null };
  return {
    kind: data.kind,
    entry: data.entry,
    position,
    validFrom: new Date(validFrom ?? occurredAt),
    validTo: validTo ? new Date(validTo) : null,
    retired: event.type === 'EntryRetired',
    value,
    proposedBy: data.proposedBy,
    approvedBy: data.approvedBy,
  };
}
