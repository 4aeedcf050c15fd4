import type { RequestItem } from '#libs/contracts';
import { linkOf } from '#libs/domain';
import type { RegistersReader } from '#libs/identity';
import type { AnswerLinks } from './answer-links.js';
import type { LinkStreams } from './link-streams.js';

export interface AnswerDoorParts {
  /** Where links begin; undefined: the installation's settings name no public address, none is given out and none opens. */
  readonly answersAt: string | undefined;
  /** Providers that are sent notices or letters. */
  readonly written: ReadonlySet<string>;
  readonly registers: Pick<RegistersReader, 'now'>;
  readonly links: AnswerLinks;
  readonly streams: Pick<LinkStreams, 'load'>;
}

/** Who is given links, and whose links open: as the installation's settings and the provider's entry in the register say. */
export class AnswerDoor {
  constructor(private readonly parts: AnswerDoorParts) {}

  /** The address at which a provider's links begin; null: its links do not open, those sent before included. */
  async baseOf(provider: string): Promise<string | null> {
    return (await this.openAmong([provider])).has(provider) ? (this.parts.answersAt ?? null) : null;
  }

  /** Those of many providers whose links open, by one look at the registers. */
  async openAmong(providers: readonly string[]): Promise<ReadonlySet<string>> {
    const { answersAt, registers } = this.parts;
    if (answersAt === undefined) return new Set();
    const now = await registers.now();
    return new Set(providers.filter((provider) => now.get('provider', provider)?.answersByLink !== false));
  }

  /** Whether anybody has links to its requests: they are in notices and letters only. */
  writesTo(provider: string): boolean {
    return this.parts.answersAt !== undefined && this.parts.written.has(provider);
  }

  /** Which link of a request answers now; null when it was revoked and none was issued in its place. */
  async roundOf({ id, kind, order }: Pick<RequestItem, 'id' | 'kind' | 'order'>): Promise<number | null> {
    const { round, revoked } = linkOf((await this.parts.streams.load(order)).state, id, kind);
    return revoked ? null : round;
  }

  /** What a notice carries; undefined where it has to say without. */
  async urlOf(
    provider: string,
    item: Pick<RequestItem, 'id' | 'kind' | 'order' | 'dueAt'>,
  ): Promise<string | undefined> {
    const base = await this.baseOf(provider);
    const round = base === null ? null : await this.roundOf(item);
    return base === null || round === null ? undefined : this.parts.links.url(base, { ...item, round });
  }
}
