/** What a provider runs on its own machines: pulls its requests, applies them, looks whether they are in effect, answers. */
export { COMMAND_NAMES } from './cli/program.js';
export { parseConfig } from './config/config.js';
