import type { RequestItem } from '#libs/contracts';
import { RegistersReader } from '#libs/identity';
import { isDnsName } from '#libs/lists';
import type { Clock, Database, Ids } from '#libs/service-kit';
import type { AnswerDoor } from '../answer-link/answer-door.js';
import { LetterAdapter } from '../adapters/letter/letter-adapter.js';
import type { LetterAddress, LetterBook } from '../adapters/letter/letter-book.js';
import { NoticeAdapter } from '../adapters/platform-notice/notice-adapter.js';
import { SentNotices } from '../adapters/platform-notice/sent-notices.js';
import { RpzAdapter } from '../adapters/rpz/rpz-adapter.js';
import { takenSerial } from '../adapters/rpz/transfer-log.js';
import { Zone } from '../adapters/rpz/zone.js';
import type { ZonePolicy } from '../adapters/rpz/zone.js';
import { Doorbell } from '../adapters/webhook/doorbell.js';
import { SignedPost } from '../adapters/webhook/signed-post.js';
import type { FeedSide } from '../feed/feed-side.js';
import { Breaker } from './breaker.js';
import { Courier } from './courier.js';
import type { Carrier } from './couriers.js';
import type { DeliverySettings, LetterSettings, RpzSettings } from './settings.js';

export interface CarrierParts {
  readonly side: FeedSide;
  readonly registers: Pick<RegistersReader, 'now'>;
  readonly book: LetterBook;
  readonly door: AnswerDoor;
  readonly database: Pick<Database, 'query'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The process ends. */
  readonly stopping?: AbortSignal;
}

/** A carrier for each provider that does not only poll. */
export function carriersOf(settings: DeliverySettings, parts: CarrierParts): Map<string, Carrier> {
  const { side, door, database, clock, ids, stopping } = parts;
  const now = (): number => clock.now().getTime();
  const carriers = new Map<string, Carrier>();
  for (const [provider, how] of Object.entries(settings.providers)) {
    if (how.adapter === 'rpz') {
      const breaker = new Breaker({ perHour: how.perHour }, now);
      carriers.set(provider, new Courier({ provider, adapter: rpzOf(how, parts), side, breaker, now }));
    }
    if (how.adapter === 'platform-notice') {
      const breaker = new Breaker({ perHour: how.perHour }, now);
      const sent = new SentNotices(database, provider);
      const answerUrl = (item: RequestItem): Promise<string | undefined> => door.urlOf(provider, item);
      const adapter = new NoticeAdapter({ post: new SignedPost({ ...how, stopping }), sent, now, answerUrl });
      carriers.set(provider, new Courier({ provider, adapter, side, breaker, now }));
    }
    if (how.adapter === 'letter' && settings.letterhead) {
      const breaker = new Breaker({ perHour: how.perHour }, now);
      const adapter = letterOf(provider, how, settings.letterhead, parts);
      carriers.set(provider, new Courier({ provider, adapter, side, breaker, now }));
    }
    if (how.adapter === 'webhook') {
      const random = (): number => ids.random(1).readUInt8(0) / 255;
      const newId = (): string => ids.v7();
      carriers.set(provider, new Doorbell({ provider, ...how, stopping, store: side.store, now, random, newId }));
    }
  }
  return carriers;
}

function letterOf(
  provider: string,
  { addressee, privateRoad }: LetterSettings,
  head: LetterAddress['head'],
  { registers, book, door }: CarrierParts,
): LetterAdapter {
  const address = async () => {
    const name = addressee ?? (await registers.now()).get('provider', provider)?.name ?? provider;
    return { provider, addressee: name, head, answersAt: await door.baseOf(provider) };
  };
  return new LetterAdapter({ book, address, privateRoad });
}

function rpzOf(how: RpzSettings, { registers, clock }: CarrierParts): RpzAdapter {
  const zone = (name: string, policy: ZonePolicy): Zone =>
    new Zone({ primary: how.primary, zone: name, key: how.updateKey, policy, now: () => clock.now().getTime() });
  const { transfers } = how;
  return new RpzAdapter({
    block: zone(how.blockZone, ''),
    allow: zone(how.allowZone, 'rpz-passthru'),
    privateRoad: how.privateRoad,
    canary: how.probe?.canary,
    taken: transfers && (() => takenSerial({ ...transfers, zone: how.blockZone })),
    allowed: async () => {
      // Each guarded name itself and not what is below it: a suffix on the register must not free everything under it.
      const guarded = (await registers.now()).all('guard').map(({ name }) => name.toLowerCase());
      return [...guarded.filter(isDnsName), ...how.allow];
    },
  });
}
