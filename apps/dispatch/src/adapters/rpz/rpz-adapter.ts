import type { NotExpressibleReason, RequestItem } from '#libs/contracts';
import { NameTree, isDnsName } from '#libs/lists';
import type { NameChanges } from '#libs/lists';
import type { Place } from '../../feed/place.js';
import type { Expressible, Found, PushAdapter, Receipts } from '../push-adapter.js';
import { isAtLeast } from './transfer-log.js';
import type { Zone, ZoneContent } from './zone.js';

export interface RpzAdapterOptions {
  readonly block: Zone;
  readonly allow: Zone;
  /** Names that no entry of the block zone may ever reach: they pass through, whatever stands there. */
  readonly allowed: () => Promise<readonly string[]>;
  /**
   * Whether the zone travels to the provider over a road that others cannot read (a tunnel, or XFR over TLS). Without one
   * no target of a referral category is put into it.
   */
  readonly privateRoad: boolean;
  /** A name of our own that the zone blocks for ever: a resolver that lets it through does not apply the zone. */
  readonly canary?: string | undefined;
  /** The newest serial of the block zone that the provider's key took, where the primary's log can be read. */
  readonly taken?: (() => Promise<number | undefined>) | undefined;
}

/** What a look found and made of it: seldom does anything change before the alignment, and a long list is not worked out twice. */
interface Looked {
  readonly block: ZoneContent;
  readonly allow: ZoneContent;
  readonly inForce: readonly RequestItem[];
  readonly tree: NameTree;
  readonly names: ReadonlySet<string>;
}

/** A provider's resolvers that take a response policy zone by transfer from our primary. */
export class RpzAdapter implements PushAdapter {
  readonly kind = 'rpz';
  #tree = new NameTree();
  #cursor: string | undefined;
  #looked: Looked | undefined;

  readonly receipts: Receipts | undefined;

  constructor(private readonly options: RpzAdapterOptions) {
    const { block, taken } = options;
    this.receipts = taken && {
      mark: () => block.serial(),
      arrived: async (mark) => {
        const serial = await taken();
        return serial !== undefined && isAtLeast(serial, mark);
      },
    };
  }

  cannotSay({ target, category }: Expressible): NotExpressibleReason | null {
    if ('url' in target) return 'names-only';
    // A referral category travels without its name: an item that has none is one of those.
    if (category === undefined && !this.options.privateRoad) return 'open-road';
    const name = 'domain' in target ? target.domain : target.host;
    return isDnsName(name) && this.options.block.fits(name) ? null : 'not-supported';
  }

  async look(inForce: readonly RequestItem[]): Promise<Found> {
    const [block, allow] = await Promise.all([this.options.block.read(), this.options.allow.read()]);
    const tree = this.#treeOf(inForce);
    const names = tree.zoneNames();
    this.#looked = { block, allow, inForce, tree, names };
    const { add, remove } = difference(block.names, names);
    return { place: placeOf(block.cursor), differences: add.length + remove.length };
  }

  async align(inForce: readonly RequestItem[], place: Place): Promise<void> {
    const looked = this.#looked;
    if (!looked) throw new Error('an alignment follows a look');
    this.#looked = undefined;
    const { allow, block } = this.options;
    // First what must stay reachable, then what is blocked: at no moment is the second there without the first.
    await allow.change(difference(looked.allow.names, new Set(await this.options.allowed())), undefined, undefined);
    const same = sameItems(looked.inForce, inForce);
    const tree = same ? looked.tree : this.#treeOf(inForce);
    const cursor = textOf(place);
    const change = difference(looked.block.names, same ? looked.names : tree.zoneNames());
    await block.change(change, looked.block.cursor, cursor);
    this.#tree = tree;
    this.#cursor = cursor;
  }

  async deliver(items: readonly RequestItem[], place: Place): Promise<void> {
    const changes = new Map<string, 'add' | 'remove'>();
    for (const item of items) {
      const { add, remove } = this.#apply(item);
      for (const name of remove) changes.set(name, 'remove');
      for (const name of add) changes.set(name, 'add');
    }
    const of = (what: 'add' | 'remove'): string[] =>
      [...changes].flatMap(([name, change]) => (change === what ? [name] : []));
    const cursor = textOf(place);
    await this.options.block.change({ add: of('add'), remove: of('remove') }, this.#cursor, cursor);
    this.#cursor = cursor;
  }

  #treeOf(items: readonly RequestItem[]): NameTree {
    const tree = new NameTree();
    const { canary } = this.options;
    if (canary !== undefined) tree.put('canary', { host: canary }, '');
    for (const { id, target, expiresAt } of items) {
      if (!('url' in target)) tree.put(id, target, expiresAt);
    }
    return tree;
  }

  #apply({ id, kind, target, expiresAt }: RequestItem): NameChanges {
    return kind === 'lift' || 'url' in target ? this.#tree.drop(id) : this.#tree.put(id, target, expiresAt);
  }
}

const difference = (have: ReadonlySet<string>, want: ReadonlySet<string>): NameChanges => ({
  add: [...want].filter((name) => !have.has(name)),
  remove: [...have].filter((name) => !want.has(name)),
});

const sameItems = (one: readonly RequestItem[], other: readonly RequestItem[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

const textOf = ({ lifts, blocks }: Place): string => `lifts=${String(lifts)} blocks=${String(blocks)}`;

/** A cursor that cannot be read is none: the zone is brought in line from the start. */
function placeOf(cursor: string | undefined): Place | undefined {
  const [, lifts, blocks] = /^lifts=(\d+) blocks=(\d+)$/.exec(cursor ?? '') ?? [];
  return lifts === undefined || blocks === undefined ? undefined : { lifts: Number(lifts), blocks: Number(blocks) };
}
