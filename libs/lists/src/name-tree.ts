/** What a DNS filter can block: one name, or a registrable domain with everything below it. */
export type Blockable = { readonly host: string } | { readonly domain: string };

/** Names as an RPZ zone or a wildcard list spells them: `name` is that name alone, `*.name` everything below it. */
export interface NameChanges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A name that is in effect; `below` says that everything below it is blocked too. */
export interface EffectiveName {
  readonly name: string;
  readonly below: boolean;
  /** When the last block on this name ends. */
  readonly until: string;
}

interface Node {
  /** End of each request on exactly this name, and of each on it and everything below. */
  hosts: Map<string, string>;
  domains: Map<string, string>;
  children: Map<string, Node>;
}

/** Stands wherever a node has none of its kind, which is nearly everywhere: an empty map each was most of a tree's memory. */
const NO_ENDS = new Map<string, string>();
const NO_CHILDREN = new Map<string, Node>();

const node = (): Node => ({ hosts: NO_ENDS, domains: NO_ENDS, children: NO_CHILDREN });

/** A node's own map, to write into. */
function ends(at: Node, kind: 'hosts' | 'domains'): Map<string, string> {
  if (at[kind] === NO_ENDS) at[kind] = new Map();
  return at[kind];
}

function children(at: Node): Map<string, Node> {
  if (at.children === NO_CHILDREN) at.children = new Map();
  return at.children;
}

const nameOf = (target: Blockable): string => ('domain' in target ? target.domain : target.host);

/**
 * What a provider's requests come to, name by name. Several requests may stand on one name, and a name below a blocked domain needs
 * no entry of its own: it may not even have one, since in a zone an entry below a wildcard hides the wildcard from its
 * neighbours (RFC 4592 §2.2.2). So each request is put and dropped by its id, and the tree says which names come and go.
 */
export class NameTree {
  readonly #root = node();
  readonly #targets = new Map<string, Blockable>();

  /** How many requests stand in it. */
  get size(): number {
    return this.#targets.size;
  }

  has(request: string): boolean {
    return this.#targets.has(request);
  }

  /** Adds a request, or replaces it when it has another target or end. */
  put(request: string, target: Blockable, until: string): NameChanges {
    const known = this.#targets.get(request);
    const dropped = known && !sameTarget(known, target) ? this.drop(request) : NONE;
    this.#targets.set(request, target);
    const { at, covered } = this.#walk(nameOf(target), true);
    const before = at.domains.size > 0 ? 'domain' : at.hosts.size > 0 ? 'host' : 'none';
    ends(at, 'domain' in target ? 'domains' : 'hosts').set(request, until);
    if (covered) return dropped;
    return joined(dropped, this.#changed(nameOf(target), at, before));
  }

  /** Takes a request away. One that is not there changes nothing. */
  drop(request: string): NameChanges {
    const target = this.#targets.get(request);
    if (target === undefined) return NONE;
    this.#targets.delete(request);
    const name = nameOf(target);
    const { at, covered } = this.#walk(name, false);
    const before = at.domains.size > 0 ? 'domain' : 'host';
    ('domain' in target ? at.domains : at.hosts).delete(request);
    const changes = covered ? NONE : this.#changed(name, at, before);
    this.#prune(name);
    return changes;
  }

  /** Every name in effect, in no particular order. */
  *effective(): Generator<EffectiveName> {
    yield* effectiveBelow(this.#root, '');
  }

  /** As a zone spells it. */
  zoneNames(): Set<string> {
    const names = new Set<string>();
    for (const { name, below } of this.effective()) {
      names.add(name);
      if (below) names.add(`*.${name}`);
    }
    return names;
  }

  #walk(name: string, make: boolean): { at: Node; covered: boolean } {
    let at = this.#root;
    let covered = false;
    for (const label of name.split('.').reverse()) {
      covered ||= at.domains.size > 0;
      let next = at.children.get(label);
      if (!next) {
        next = node();
        if (make) children(at).set(label, next);
      }
      at = next;
    }
    return { at, covered };
  }

  #changed(name: string, at: Node, before: 'none' | 'host' | 'domain'): NameChanges {
    const after = at.domains.size > 0 ? 'domain' : at.hosts.size > 0 ? 'host' : 'none';
    if (before === after) return NONE;
    const add: string[] = [];
    const remove: string[] = [];
    if (before === 'none') add.push(name);
    if (after === 'none') remove.push(name);
    if (after === 'domain' || before === 'domain') {
      const [own, others] = after === 'domain' ? [add, remove] : [remove, add];
      own.push(`*.${name}`);
      for (const below of childrenOf(at, name)) {
        others.push(below.name);
        if (below.below) others.push(`*.${below.name}`);
      }
    }
    return { add, remove };
  }

  /** Forgets nodes that hold nothing any more, from the name upwards. */
  #prune(name: string): void {
    const path: { parent: Node; label: string; child: Node }[] = [];
    let parent = this.#root;
    for (const label of name.split('.').reverse()) {
      const child = parent.children.get(label);
      if (!child) return;
      path.push({ parent, label, child });
      parent = child;
    }
    for (const { parent: above, label, child } of path.reverse()) {
      if (child.hosts.size + child.domains.size + child.children.size > 0) return;
      above.children.delete(label);
    }
  }
}

export const NONE: NameChanges = { add: [], remove: [] };

/** One change after another as a single one: what the later says of a name counts. */
export function joined(one: NameChanges, other: NameChanges): NameChanges {
  if (one === NONE) return other;
  if (other === NONE) return one;
  const [came, gone] = [new Set(other.add), new Set(other.remove)];
  return {
    add: [...one.add.filter((name) => !gone.has(name) && !came.has(name)), ...other.add],
    remove: [...one.remove.filter((name) => !gone.has(name) && !came.has(name)), ...other.remove],
  };
}

const sameTarget = (one: Blockable, other: Blockable): boolean =>
  'domain' in one === 'domain' in other && nameOf(one) === nameOf(other);

const latest = (...ends: Iterable<string>[]): string => {
  let last = '';
  for (const some of ends) for (const end of some) if (end > last) last = end;
  return last;
};

function* childrenOf(parent: Node, name: string): Generator<EffectiveName> {
  for (const [label, child] of parent.children) {
    yield* effectiveBelow(child, name === '' ? label : `${label}.${name}`);
  }
}

function* effectiveBelow(at: Node, name: string): Generator<EffectiveName> {
  if (at.domains.size > 0) {
    yield { name, below: true, until: latest(at.domains.values(), at.hosts.values()) };
    return;
  }
  if (at.hosts.size > 0) yield { name, below: false, until: latest(at.hosts.values()) };
  yield* childrenOf(at, name);
}
