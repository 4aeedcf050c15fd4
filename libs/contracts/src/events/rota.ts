import { eventsOf } from './define.js';
import { id, instant, uuid } from './shapes.js';

const rota = eventsOf('rota');

/** `rota-<unit>`: who is on call for pleas of help. Appended by triage only. */
export const rotaEvents = {
  OnCallSet: rota({ shiftId: uuid, unit: id, person: id, from: instant, until: instant, by: id }),
  OnCallCancelled: rota({ shiftId: uuid, unit: id, by: id }),
};
