import { samePerson, text, type Hand, type Report } from './hands.js';
import type { StoredEvent } from './stored-event.js';

/** The set-up enters two administrators and the unit of each. */
const FOUNDING: Readonly<Record<string, number>> = { unit: 2, person: 2 };

/**
 * A register changes by two people. The set-up alone enters the first two administrators and their units, at once and
 * before anything else, when there is nobody yet who could approve; never later and nothing more.
 */
export const registerRules = (report: Report) => {
  const changes = new Map<string, Hand>();
  const founded = new Map<string, number>();
  let founding = true;

  const isFounding = ({ type, actor, data }: StoredEvent): boolean =>
    founding && type === 'EntryApproved' && actor.kind === 'system' && data['proposedBy'] === 'set-up';

  const founds = (event: StoredEvent): void => {
    const kind = text(event.data['kind']);
    const count = (founded.get(kind) ?? 0) + 1;
    founded.set(kind, count);
    if (count > (FOUNDING[kind] ?? 0)) report(event, 'one-administrator', `the set-up enters no more ${kind} entries`);
  };

  return {
    check(event: StoredEvent): void {
      if (isFounding(event)) {
        founds(event);
        return;
      }
      founding = false;
      const change = text(event.data['changeId']);
      const human = text(event.data['human']);
      if (event.type === 'EntryProposed') changes.set(change, { person: text(event.data['proposedBy']), human });
      if (event.type !== 'EntryApproved' && event.type !== 'EntryRetired') return;
      const proposed = changes.get(change);
      const approved = { person: text(event.data['approvedBy']), human };
      if (!proposed) report(event, 'one-administrator', 'approved without a proposal before it');
      else if (samePerson(proposed, approved))
        report(event, 'one-administrator', `${approved.person} proposed and approved`);
    },
  };
};
