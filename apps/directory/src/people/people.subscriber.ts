import type { EventData, Person, Provider, Unit } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { EventSubscriber, OnEvent, type EventContext } from '#libs/messaging';

type Approved = RecordedEvent<'EntryApproved', EventData<'EntryApproved'>>;
type Retired = RecordedEvent<'EntryRetired', EventData<'EntryRetired'>>;

/** Name of the subscription that keeps the identity tables, for `ReadPosition.wait`. */
export const PEOPLE_SUBSCRIPTION = 'directory.people';

/**
 * Keeps the tables of people, units and providers as projections of the registers: one row per approved version. A version
 * that cannot be opened any more (the person was erased) and a retirement are rows that let nobody in.
 */
@EventSubscriber({ name: PEOPLE_SUBSCRIPTION, whole: true })
export class PeopleSubscriber {
  @OnEvent('EntryApproved')
  async approved(event: Approved, { tx }: EventContext): Promise<void> {
    const { kind, entry } = event.data;
    const value = event.data.value ?? event.data.personal;
    if (value === null) return this.#close(event, tx);
    if (kind === 'unit') {
      const unit = value as Unit;
      await tx.query(
        `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
         values ($1, $2, $3, $4, $5, $6, $7, $8, false) on conflict do nothing`,
        [entry, event.position, unit.name, unit.kind, unit.validFrom, unit.validTo, unit.superior, unit.successors],
      );
    } else if (kind === 'provider') {
      const provider = value as Provider;
      await tx.query(
        `insert into identity.provider (id, position, name, kind, valid_from, valid_to, sandbox, retired)
         values ($1, $2, $3, $4, $5, $6, $7, false) on conflict do nothing`,
        [entry, event.position, provider.name, provider.kind, provider.validFrom, provider.validTo, provider.sandbox],
      );
    } else if (kind === 'person') {
      const person = value as Person;
      await tx.query(
        `insert into identity.person (id, position, login, name, human, unit, roles, delegate_of, valid_from, valid_to, retired)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false) on conflict do nothing`,
        [
          entry,
          event.position,
          person.login,
          person.name,
          person.human,
          person.unit,
          person.roles,
          person.delegateOf,
          person.validFrom,
          person.validTo,
        ],
      );
    }
  }

  @OnEvent('EntryRetired')
  async retired(event: Retired, { tx }: EventContext): Promise<void> {
    await this.#close(event, tx);
  }

  async #close(event: Approved | Retired, tx: EventContext['tx']): Promise<void> {
    const { kind, entry } = event.data;
    const row = [entry, event.position, event.occurredAt];
    if (kind === 'unit') {
      await tx.query(
        `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
         values ($1, $2, '', '', $3, null, null, '{}', true) on conflict do nothing`,
        row,
      );
    } else if (kind === 'provider') {
      await tx.query(
        `insert into identity.provider (id, position, name, kind, valid_from, valid_to, sandbox, retired)
         values ($1, $2, '', '', $3, null, false, true) on conflict do nothing`,
        row,
      );
    } else if (kind === 'person') {
      await tx.query(
        `insert into identity.person (id, position, login, name, human, unit, roles, delegate_of, valid_from, valid_to, retired)
         values ($1, $2, '', '', '', '', '{}', null, $3, null, true) on conflict do nothing`,
        row,
      );
    }
  }
}
