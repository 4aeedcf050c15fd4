import { register } from 'node:module';

// `node --import ./libs/testing/jest/register.mjs FILE.ts` runs a source file as it is.
register('./ts-hooks.mjs', import.meta.url);
