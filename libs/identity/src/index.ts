export { identityMigrations } from './migrations.js';
export { PUBLIC, actorOf, sameHuman, type Principal } from './principal.js';
export {
  CONSOLE_KEYS,
  EVERY_KEY,
  EVERY_ROLE,
  PERMISSION,
  Permit,
  Public,
  permissionOf,
  type Permission,
} from './permission.js';
export { Caller, principalOf } from './caller.js';
export { AuthGuard } from './auth.guard.js';
export { IdentityStore, type KnownPerson } from './identity-store.js';
export { IdentityModule } from './identity.module.js';
export { AccessLog, accessLogOf, type RefusedAttempt } from './access-log.js';
export { completeOpenApi } from './open-api.js';
export { routesOf, type Route } from './routes.js';
export {
  registersReadModel,
  registersSchema,
  registersSubscription,
  type RegisterVersion,
} from './registers/read-model.js';
export { officerOf } from './officer.js';
export { RegistersAt, type CompetenceQuestion, type Entry } from './registers/at.js';
export { RegistersReader, registersReaderOf } from './registers/reader.js';
export { hashSecret, newApiKey, parseApiKey, secretMatches } from './credentials/api-key.js';
export {
  SESSION_ABSOLUTE,
  SESSION_COOKIE,
  SESSION_IDLE,
  hashToken,
  newToken,
  readCookie,
  sessionCookie,
} from './credentials/session-token.js';
export { PublicRateGuard } from './rate/public-rate.guard.js';
