export { EventSubscriber, OnEvent } from './subscriber/event-subscriber.js';
export type { EventContext, OrderBy, SubscriberOptions } from './subscriber/event-subscriber.js';
export type { ReadModel, ReadModelDb } from './read-model/read-model.js';
