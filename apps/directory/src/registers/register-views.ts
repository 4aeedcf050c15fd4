import { Injectable } from '@nestjs/common';
import type { RegisterChanges, RegisterEntryHistory, RegisterKind, RegisterList, RegisterQuery } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Clock, CursorCodec, Problem } from '#libs/service-kit';
import { RegisterBook } from './register-book.js';
import { matches, searchWords } from './search.js';

/** The registers as people read them. Never behind: every answer is folded up to the head of the log. */
@Injectable()
export class RegisterViews {
  constructor(
    private readonly book: RegisterBook,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  async list(caller: Principal, kind: RegisterKind, query: RegisterQuery): Promise<RegisterList> {
    maySee(caller, kind);
    await this.book.catchUp();
    const at = this.book.at(query.at === undefined ? this.clock.now() : new Date(query.at));
    const scope = `registers:${kind}`;
    const place = this.cursors.decode(scope, query.cursor) as string | undefined;
    const words = query.q === undefined ? [] : searchWords(query.q);
    const found = this.book.ids(kind).flatMap((id) => {
      if (place !== undefined && id <= place) return [];
      const valid = at.get(kind, id);
      if (!valid && query.all !== true) return [];
      const value = valid ? withoutId(valid) : (this.book.newest(kind, id) ?? null);
      if (words.length > 0 && !matches(words, id, value)) return [];
      return [{ kind, id, valid: valid !== undefined, value }];
    });
    const items = query.limit === undefined ? found : found.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items,
      ...(found.length > items.length && last && { cursor: this.cursors.encode(scope, last.id) }),
      stale: false,
    };
  }

  /** @throws `not-found` when nothing was ever proposed under this id. */
  async entry(caller: Principal, kind: RegisterKind, entry: string): Promise<RegisterEntryHistory> {
    maySee(caller, kind);
    await this.book.catchUp();
    const versions = this.book.versions(kind, entry);
    const pending = this.book.pendingOf(kind, entry) ?? null;
    if (versions.length === 0 && !pending) throw new Problem('not-found');
    const valid = this.book.at(this.clock.now()).get(kind, entry);
    return {
      kind,
      id: entry,
      valid: valid !== undefined,
      value: valid ? withoutId(valid) : (this.book.newest(kind, entry) ?? null),
      versions: versions.map(({ position, validFrom, validTo, retired, proposedBy, approvedBy, value }) => ({
        position,
        validFrom: validFrom.toISOString(),
        validTo: validTo?.toISOString() ?? null,
        retired,
        proposedBy,
        approvedBy,
        value,
      })),
      pending,
      stale: false,
    };
  }

  async pending(): Promise<RegisterChanges> {
    await this.book.catchUp();
    const items = this.book.pending().map((change) => ({
      ...change,
      before: this.book.newest(change.kind, change.entry) ?? null,
    }));
    return { items, stale: false };
  }
}

/** Who works here, with their names and logins, is for those who administer and those who inspect. */
function maySee(caller: Principal, kind: RegisterKind): void {
  if (kind === 'person' && !caller.roles.includes('administrator') && !caller.roles.includes('auditor')) {
    throw new Problem('forbidden');
  }
}

function withoutId({ id: _, ...value }: { readonly id: string }): Record<string, unknown> {
  return value;
}
