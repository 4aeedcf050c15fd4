export { startEmbedded, type Embedded, type EmbeddedOptions } from './start.js';
export { DataFolderInUse, EmbeddedUnavailable } from './errors.js';
export { removeEmbedded } from './remove.js';
