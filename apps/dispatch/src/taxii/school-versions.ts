import type { AgeBand } from '#libs/contracts';
import type { OrdersQueries, SchoolOrder } from '../orders/orders-query.js';
import { canBePattern } from './indicator.js';
import { REVOKED_DAYS } from './versions.js';
import type { Version, VersionSource, Wanted } from './versions.js';

/**
 * The age-graded list of one age band as versions of objects: an order's last change is its one version. Nothing about who
 * decided, and nothing about a referral category.
 */
export class SchoolVersions implements VersionSource {
  readonly digit = '5';

  constructor(
    private readonly orders: OrdersQueries,
    private readonly ageBand: AgeBand | undefined,
    private readonly now: Date,
  ) {}

  async read({ after, addedAfter, uuids, versions, limit }: Wanted): Promise<Version[]> {
    const ended = new Date(this.now.getTime() - REVOKED_DAYS * 86_400_000);
    const orders = await this.orders.changedForSchools(ended, this.ageBand);
    const since = (added: string): boolean => addedAfter === undefined || Date.parse(added) > Date.parse(addedAfter);
    return orders
      .map(versionOf)
      .filter(({ place, added }) => (after === undefined || place > after) && since(added))
      .filter(({ uuid }) => uuids === undefined || uuids.includes(uuid))
      .filter(({ modified }) => versions.some((asked) => ANY.has(asked) || asked === modified))
      .slice(0, limit);
  }

  handOut(versions: readonly Version[]): Promise<readonly Version[]> {
    return Promise.resolve(versions.filter(({ target }) => canBePattern(target)));
  }
}

const ANY: ReadonlySet<string> = new Set(['all', 'first', 'last']);

function versionOf({ id, reference, action, target, issuedAt, expiresAt, endedAt, changedAt }: SchoolOrder): Version {
  return {
    uuid: id,
    created: issuedAt,
    modified: changedAt,
    added: changedAt,
    // Equal moments are told apart by the order.
    place: `${changedAt} ${id}`,
    lifted: endedAt !== null,
    reference,
    action,
    target,
    validFrom: issuedAt,
    validUntil: expiresAt,
  };
}
