/** What stands on a list for a filter, and how each filter's own syntax says it, exactly or not at all. Pure. */
export { canSay, write } from './formats.js';
export type { Listed, OpenFormat, Writing } from './formats.js';
export { isDnsName } from './dns-name.js';
export { NONE, NameTree, joined } from './name-tree.js';
export type { Blockable, EffectiveName, NameChanges } from './name-tree.js';
