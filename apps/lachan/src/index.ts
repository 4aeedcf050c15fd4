export { COMMAND_NAMES, run } from './cli/program.js';
export { SERVICES_OF_THE_HOUSE } from './compose/services.js';
