/**
 * Answers of an append that are not success. Each carries the three facts (wanted, found, where) and a machine name.
 */
export abstract class StoreError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The stream is not at the expected version: read again, decide again. */
export class ConcurrencyConflict extends StoreError {
  readonly code = 'concurrency-conflict';

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`expected version ${expected.toString()}, stream ${stream} is at ${actual.toString()}`);
  }
}

/** Somebody else holds the key: `owner` says who. */
export class ReservationTaken extends StoreError {
  readonly code = 'reservation-taken';

  constructor(
    readonly key: Uint8Array,
    readonly owner: string,
    readonly wanted: string,
  ) {
    super(`wanted a key for ${wanted}, key ${Buffer.from(key).toString('hex').slice(0, 12)}… is held by ${owner}`);
  }
}

/** A stream that is not written has moved on, e.g. a claim was lost. */
export class AssertionFailed extends StoreError {
  readonly code = 'assertion-failed';

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`asserted version ${expected.toString()}, stream ${stream} is at ${actual.toString()}`);
  }
}

/** The database role does not own this stream category (or the category of a reservation's owner). */
export class CategoryRefused extends StoreError {
  readonly code = 'category-refused';

  constructor(
    readonly category: string,
    readonly role: string,
  ) {
    super(`role ${role} wanted to append to category ${category}, which it does not own`);
  }
}

/** An event id is in the log already, but not as this append: ids are never used twice. */
export class EventIdReused extends StoreError {
  readonly code = 'event-id-reused';

  constructor(
    readonly eventId: string,
    readonly wanted: string,
    readonly found: string,
  ) {
    super(`wanted event ${eventId} as ${wanted}, the log holds it as ${found}`);
  }
}

/** The scope's key was destroyed by an erasure: nothing protected can be added under it any more. */
export class ScopeErased extends StoreError {
  readonly code = 'scope-erased';

  constructor(readonly keyId: string) {
    super(`wanted to protect fields under key ${keyId}, which was destroyed by an erasure`);
  }
}

/** The database did not answer in time or is away: nothing is known to be appended; the caller may send it again. */
export class StoreUnavailable extends StoreError {
  readonly code = 'store-unavailable';
}

/**
 * The log or the tables were written by a newer program than this one: it steps back, since what it would make of them is a guess. To callers it
 * is unavailable: a newer process beside it, or its own successor, answers.
 */
export class OlderProgram extends StoreUnavailable {}

/** An event that cannot be stored or read as it is: a mistake of the caller or of the deployment, never of a user. */
export class InvalidEvent extends StoreError {
  readonly code = 'invalid-event';
}

/** The data keys of this database are wrapped under another master key: the key file was lost, exchanged or belongs elsewhere. */
export class ForeignMasterKey extends StoreError {
  readonly code = 'foreign-master-key';

  constructor(
    readonly wanted: string,
    readonly found: string,
  ) {
    super(
      `this database belongs to master key ${wanted}, this process has ${found}: bring back the right LACHAN_MASTER_KEY or master.key`,
    );
  }
}

/** An event in the log does not open with its key: it was changed. Reading stops here, loudly; nothing is guessed. */
export class EventDamaged extends StoreError {
  readonly code = 'event-damaged';

  constructor(
    readonly eventId: string,
    readonly position: number,
    options: ErrorOptions,
  ) {
    super(`event ${eventId} at position ${position.toString()} does not open with its key: it was changed`, options);
  }
}

/** The error that tells a refusal of es.append. */
export function refusalError(refused: {
  code: string;
  subject: string;
  wanted: string;
  actual: string | null;
}): StoreError {
  const { subject, wanted, actual } = refused;
  switch (refused.code) {
    case 'version':
      return new ConcurrencyConflict(subject, Number(wanted), Number(actual));
    case 'assertion':
      return new AssertionFailed(subject, Number(wanted), Number(actual));
    case 'category':
      return new CategoryRefused(subject, wanted);
    case 'reservation':
      return new ReservationTaken(Buffer.from(subject, 'hex'), actual ?? '', wanted);
    case 'erased':
      return new ScopeErased(subject);
    default:
      return new InvalidEvent(
        `the append was refused for ${refused.code} ${subject}: wanted ${wanted}, found ${actual ?? 'none'}`,
      );
  }
}
