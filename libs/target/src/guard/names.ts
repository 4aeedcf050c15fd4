import { parse } from '../address.js';
import type { GuardEntry } from './entry.js';

/** How a name meets a guarded one. */
export type Meeting = 'guarded-name' | 'below-guarded-name' | 'above-guarded-name';

/** Guarded names, found by walking up a host's labels: constant work per look-up, whatever the length of the list. */
export class GuardedNames {
  private readonly exact = new Map<string, GuardEntry>();
  /** Every name above a guarded one, with the guarded one that would go dark with it. */
  private readonly above = new Map<string, GuardEntry>();

  constructor(entries: readonly GuardEntry[]) {
    for (const entry of entries) {
      const name = canonicalName(entry.name);
      if (!this.exact.has(name)) this.exact.set(name, entry);
      for (const parent of parentsOf(name)) if (!this.above.has(parent)) this.above.set(parent, entry);
    }
  }

  /** The entry that guards a host itself: by its own name or by one above it that reaches below. The nearest wins. */
  guarding(host: string): { readonly entry: GuardEntry; readonly meeting: Meeting } | null {
    const own = this.exact.get(host);
    if (own !== undefined) return { entry: own, meeting: 'guarded-name' };
    for (const parent of parentsOf(host)) {
      const entry = this.exact.get(parent);
      if (entry !== undefined && entry.covers !== 'name-only') return { entry, meeting: 'below-guarded-name' };
    }
    return null;
  }

  /** As {@link guarding}, and also a guarded name that lies below `name` and would go dark with it. */
  touchedBy(name: string): { readonly entry: GuardEntry; readonly meeting: Meeting } | null {
    const guarding = this.guarding(name);
    if (guarding !== null) return guarding;
    const below = this.above.get(name);
    return below === undefined ? null : { entry: below, meeting: 'above-guarded-name' };
  }
}

function* parentsOf(name: string): Generator<string> {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) yield name.slice(dot + 1);
}

/** Registers are written by people: `*.Example.vn.` and Unicode names are taken for what they mean. */
function canonicalName(written: string): string {
  const name = written
    .trim()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  return parse(`http://${name}/`)?.hostname ?? name.toLowerCase();
}
