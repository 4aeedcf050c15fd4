import type { Letterhead, RequestItem } from '#libs/contracts';
import { vietnameseDate } from '#libs/domain';
import { ConcurrencyConflict } from '#libs/event-store';
import type { EventStore } from '#libs/event-store';
import type { RegistersReader } from '#libs/identity';
import type { Clock, Ids } from '#libs/service-kit';
import type { OrderFiles } from '../../orders/order-file.js';
import { wasIssued } from '../../orders/order-file.js';
import { DISPATCH, letterBookStream } from '../../streams/envelopes.js';
import type { Envelopes } from '../../streams/envelopes.js';
import type { LetterIssued } from './letter-facts.js';
import type { LetterFiles } from './letter-files.js';

export interface LetterBookParts {
  readonly store: Pick<EventStore, 'append' | 'readStream'>;
  readonly envelopes: Envelopes;
  readonly orders: Pick<OrderFiles, 'load'>;
  readonly registers: Pick<RegistersReader, 'now'>;
  readonly files: Pick<LetterFiles, 'make' | 'keep'>;
  /** Which link of a request answers now; null: it was revoked. */
  readonly linkRound: (item: RequestItem) => Promise<number | null>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** To whom letters go and under which head; all of them from the settings. */
export interface LetterAddress {
  readonly provider: string;
  readonly addressee: string;
  readonly head: Letterhead;
  readonly answersAt: string | null;
}

/** No letter was numbered before this year. */
const FIRST_YEAR = 2026;
/** Requests on one letter: more are another letter, so that one sheet stays readable. */
export const MOST_ROWS = 50;

/**
 * The register of outgoing letters (sổ đăng ký văn bản đi): one stream a year, whose version is the number, so that numbers have
 * neither gaps nor doubles whoever writes at the same time. What a provider was written is known from it by the
 * sequences of its feed, which come out the same whenever the feed is made again.
 */
export class LetterBook {
  readonly #written = new Map<string, Set<number>>();
  readonly #versions = new Map<number, number>();
  /** One at a time within this process; others are met by the exact version. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: LetterBookParts) {}

  /** Which of these have not been written to their provider yet. */
  async open(provider: string, items: readonly RequestItem[]): Promise<RequestItem[]> {
    await this.#read();
    const written = this.#written.get(provider);
    return items.filter(({ sequence }) => written?.has(sequence) !== true);
  }

  /** Writes those that were not written yet: lifts in letters of their own and first, each letter about one unit's requests. */
  issue(address: LetterAddress, items: readonly RequestItem[]): Promise<void> {
    const turn = this.#turn.then(() => this.#issue(address, items));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #issue(address: LetterAddress, items: readonly RequestItem[]): Promise<void> {
    const open = await this.open(address.provider, items);
    for (const kind of ['lift', 'block'] as const) {
      for (const [unit, rows] of await this.#byUnit(open.filter((item) => item.kind === kind))) {
        for (let from = 0; from < rows.length; from += MOST_ROWS) {
          await this.#number(address, unit, rows.slice(from, from + MOST_ROWS));
        }
      }
    }
  }

  async #byUnit(items: readonly RequestItem[]): Promise<Map<string, Row[]>> {
    const units = new Map<string, Row[]>();
    const registers = await this.parts.registers.now();
    for (const item of items) {
      const { state } = await this.parts.orders.load(item.order);
      if (!wasIssued(state)) throw new Error(`order ${item.order} has requests and was never issued`);
      const citation = registers.get('legal-basis', item.legalBasis)?.citation ?? item.legalBasis;
      const row = { item, caseId: state.terms.caseId, citation, linkRound: await this.parts.linkRound(item) };
      units.set(state.terms.unit, [...(units.get(state.terms.unit) ?? []), row]);
    }
    return units;
  }

  /** Takes the next number; when somebody took it in the same moment, what was written is looked at again and the next one tried. */
  async #number(address: LetterAddress, unit: string, rows: readonly Row[]): Promise<void> {
    const { store, envelopes, files, clock } = this.parts;
    for (;;) {
      const open = await this.open(
        address.provider,
        rows.map(({ item }) => item),
      );
      const left = rows.filter(({ item }) => open.includes(item));
      if (left.length === 0) return;
      const issuedAt = clock.now().toISOString();
      const year = yearOf(issuedAt);
      const version = this.#versions.get(year) ?? 0;
      const draft = this.#draft(address, unit, left, { issuedAt, year, number: version + 1 });
      const made = await files.make(
        draft,
        left.map(({ item }) => item),
      );
      const stream = letterBookStream(year);
      const data: LetterIssued = { ...draft, files: made.digests };
      const events = envelopes.wrap(stream, null, [{ type: 'LetterIssued', data }], { actor: DISPATCH });
      try {
        await store.append({ streams: [{ stream, expectedVersion: version, events }] });
      } catch (error) {
        if (error instanceof ConcurrencyConflict) continue;
        throw error;
      }
      await files.keep(data.letterId, made.bytes);
      await this.#read();
      return;
    }
  }

  #draft(
    { provider, addressee, head, answersAt }: LetterAddress,
    unit: string,
    rows: readonly Row[],
    at: Pick<LetterIssued, 'issuedAt' | 'year' | 'number'>,
  ): Omit<LetterIssued, 'files'> {
    const [first] = rows;
    if (first === undefined) throw new Error('a letter names at least one request');
    return {
      letterId: this.parts.ids.v5(`letter:${String(at.year)}:${String(at.number)}`),
      ...at,
      provider,
      unit,
      kind: first.item.kind,
      dueAt: rows.reduce((due, { item }) => (item.dueAt < due ? item.dueAt : due), first.item.dueAt),
      head,
      addressee,
      answersAt,
      items: rows.map(({ item: { id: requestId, sequence }, caseId, citation, linkRound }) => ({
        requestId,
        caseId,
        sequence,
        citation,
        ...(linkRound !== 0 && { linkRound }),
      })),
    };
  }

  /** Reads what was numbered since the last time, by whichever process. */
  async #read(): Promise<void> {
    const last = yearOf(this.parts.clock.now().toISOString());
    for (let year = FIRST_YEAR; year <= last; year++) {
      const known = this.#versions.get(year) ?? 0;
      // A year that is over gets no more numbers.
      if (known > 0 && year < last) continue;
      for (const { data, version } of await this.parts.store.readStream(letterBookStream(year), { from: known + 1 })) {
        const { provider, items } = data as LetterIssued;
        const written = this.#written.get(provider) ?? new Set<number>();
        for (const { sequence } of items) written.add(sequence);
        this.#written.set(provider, written);
        this.#versions.set(year, version);
      }
    }
  }
}

interface Row {
  readonly item: RequestItem;
  readonly caseId: string;
  readonly citation: string;
  readonly linkRound: number | null;
}

/** The year of a moment in Vietnam. */
const yearOf = (instant: string): number => Number(vietnameseDate(instant).slice(-4));
