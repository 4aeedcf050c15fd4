import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '#libs/canonical-json';
import type { Answer, AnswersResult, RequestItem } from '#libs/contracts';

type Target = RequestItem['target'];
export type RequestState =
  | 'queued'
  | 'delivered'
  | 'acknowledged'
  | 'enforced'
  | 'refused'
  | 'lift-queued'
  | 'lift-delivered'
  | 'lifted'
  | 'recalled';

interface Held {
  item: RequestItem;
  state: RequestState;
  inForce: boolean;
  /** Every answer that was taken or refused, in order. */
  readonly heard: string[];
}
interface Line {
  readonly item: RequestItem;
  live: boolean;
}

export interface BlockOptions {
  readonly action?: RequestItem['action'];
  /** Of a referral category: the item names none. */
  readonly referral?: boolean;
  readonly expiresAt?: string;
}

const AT = '2026-11-29T03:00:00.000Z';
const LATER = '2027-11-29T03:00:00.000Z';

/**
 * One provider's feed as the protocol describes it (docs/CONFORMANCE.md), written from its description and in memory: lifts before blocks, a
 * block that was never fetched is recalled, answers are idempotent.
 */
export class ScriptedFeed {
  readonly #held = new Map<string, Held>();
  #lines: Line[] = [];
  #sequence = 0;
  /** Called before an answer is taken: a test looks whether it is true at that moment. */
  onAnswer: (answer: Answer, item: RequestItem) => void = () => undefined;
  onChange: () => void = () => undefined;

  get sequence(): number {
    return this.#sequence;
  }

  block(
    target: Target,
    { action, referral = false, expiresAt = LATER }: BlockOptions = {},
    id: string = randomUUID(),
  ): string {
    const item: RequestItem = {
      ...{ id, sequence: this.#next(), kind: 'block', order: randomUUID(), reference: `YC-${id.slice(0, 4)}` },
      action: action ?? ('url' in target ? 'block-url' : 'domain' in target ? 'block-domain' : 'block-host'),
      target,
      ...(referral ? {} : { category: 'social-vice' as const }),
      ...{ legalBasis: 'thu', statement: 'thử', issuedAt: AT, dueAt: AT, expiresAt },
    };
    this.#held.set(id, { item, state: 'queued', inForce: true, heard: [] });
    this.#push(item);
    return id;
  }

  /** Asks for the same again: a renewal, or because nothing was seen. */
  again(id: string, expiresAt = LATER): void {
    const held = this.#of(id);
    if (!held.inForce || held.state === 'refused') return;
    for (const line of this.#lines) if (line.item.id === id) line.live = false;
    held.item = { ...held.item, sequence: this.#next(), expiresAt };
    held.state = 'queued';
    this.#push(held.item);
  }

  lift(id: string): void {
    const held = this.#of(id);
    if (!held.inForce) return;
    held.inForce = false;
    for (const line of this.#lines) if (line.item.id === id) line.live = false;
    if (held.state === 'refused') return;
    if (held.state === 'queued' && held.heard.length === 0 && !this.#fetched.has(id)) {
      held.state = 'recalled';
      return;
    }
    held.state = 'lift-queued';
    this.#push({ ...held.item, kind: 'lift', sequence: this.#next() });
  }

  /** The server was set back to before everything: its numbers begin anew, what it asks for stays. */
  setBack(): void {
    const inForce = [...this.#held.values()].filter((held) => held.inForce);
    this.#lines = [];
    this.#sequence = 0;
    for (const held of inForce) {
      held.item = { ...held.item, sequence: this.#next() };
      held.state = 'queued';
      this.#push(held.item);
    }
  }

  readonly #fetched = new Set<string>();

  state(id: string): RequestState {
    return this.#of(id).state;
  }

  heard(id: string): readonly string[] {
    return this.#of(id).heard;
  }

  /** What is to be in effect at this provider, by id. */
  inForce(): RequestItem[] {
    return [...this.#held.values()].filter((held) => held.inForce && held.state !== 'refused').map(({ item }) => item);
  }

  ids(): string[] {
    return [...this.#held.keys()];
  }

  cursor(lifts: number, blocks: number): string {
    return Buffer.from(JSON.stringify([lifts, blocks])).toString('base64url');
  }

  page(cursor: string | null, limit: number): { items: RequestItem[]; cursor: string } | undefined {
    const [lifts, blocks] =
      cursor === null ? [0, 0] : (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, number]);
    if (lifts > this.#sequence || blocks > this.#sequence) return undefined;
    const lane = (kind: string, after: number): RequestItem[] =>
      this.#lines
        .filter(({ item, live }) => live && item.kind === kind && item.sequence > after)
        .map(({ item }) => item);
    const items = [...lane('lift', lifts), ...lane('block', blocks)].slice(0, limit);
    this.#handOut(items);
    const last = (kind: string, from: number): number => items.findLast((item) => item.kind === kind)?.sequence ?? from;
    return { items, cursor: this.cursor(last('lift', lifts), last('block', blocks)) };
  }

  snapshot(): { items: RequestItem[]; cursor: string; sequence: number; checksum: string } {
    const items = this.inForce();
    this.#handOut(items);
    const open = this.#lines.find(({ item, live }) => live && item.kind === 'lift' && this.state(item.id) !== 'lifted');
    return {
      items,
      cursor: this.cursor(open ? open.item.sequence - 1 : this.#sequence, this.#sequence),
      sequence: this.#sequence,
      checksum: createHash('sha256').update(canonicalJson(items)).digest('hex'),
    };
  }

  answer(answers: readonly Answer[]): AnswersResult['outcomes'] {
    return answers.map((answer) => {
      const held = this.#held.get(answer.id);
      if (!held) return { id: answer.id, ok: false, problem: 'not-found' };
      this.onAnswer(answer, held.item);
      held.heard.push(answer.answer);
      const lifting = held.state === 'lift-queued' || held.state === 'lift-delivered';
      const asked = held.state === 'queued' || held.state === 'delivered' || held.state === 'acknowledged';
      switch (answer.answer) {
        case 'acknowledge':
          if (held.state === 'refused') return { id: answer.id, ok: false, problem: 'already-answered' };
          if (held.state === 'queued' || held.state === 'delivered') held.state = 'acknowledged';
          break;
        case 'enforced':
          if (lifting) return { id: answer.id, ok: false, problem: 'wrong-kind' };
          if (held.state === 'refused') return { id: answer.id, ok: false, problem: 'already-answered' };
          if (asked) held.state = 'enforced';
          break;
        case 'refused':
          if (lifting || held.state === 'lifted') return { id: answer.id, ok: false, problem: 'wrong-kind' };
          if (held.state === 'enforced') return { id: answer.id, ok: false, problem: 'already-answered' };
          held.state = 'refused';
          break;
        case 'lifted':
          if (held.inForce) return { id: answer.id, ok: false, problem: 'wrong-kind' };
          held.state = 'lifted';
          break;
      }
      return { id: answer.id, ok: true, state: held.state, position: 0 };
    });
  }

  #handOut(items: readonly RequestItem[]): void {
    for (const item of items) {
      const held = this.#of(item.id);
      this.#fetched.add(item.id);
      if (held.state === 'queued') held.state = 'delivered';
      if (held.state === 'lift-queued' && item.kind === 'lift') held.state = 'lift-delivered';
    }
  }

  #of(id: string): Held {
    const held = this.#held.get(id);
    if (!held) throw new Error(`no request ${id}`);
    return held;
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #push(item: RequestItem): void {
    this.#lines.push({ item, live: true });
    this.onChange();
  }
}
