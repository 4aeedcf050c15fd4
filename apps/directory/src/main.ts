import { runStandalone } from '#libs/process';
import { directory } from './index.js';

await runStandalone(directory);
