import { runStandalone } from '#libs/process';
import { dispatch } from './index.js';

await runStandalone(dispatch);
