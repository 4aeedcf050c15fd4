import { area } from './language.js';

/** Names of the sections in the top bar; the key is the section's id. */
export const sectionWords = area({ queue: 'Vụ việc' }, { queue: 'Cases' });
