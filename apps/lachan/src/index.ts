export { serviceOf } from './apart/routes.js';
export { serviceLogins } from './apart/service-logins.js';
export { COMMAND_NAMES, run } from './cli/program.js';
export { describeApi, serveApiDescription } from './compose/api-description.js';
export { SERVICES_OF_THE_HOUSE } from './compose/services.js';
export type { Credentials } from './demo/credentials.js';
export { establish } from './demo/establish.js';
export { describeLanguage } from './describe/language.js';
export { generateApiDescription } from './describe/api.js';
