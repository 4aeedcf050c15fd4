import teardownDatabase from './global-teardown.mjs';

export default async function teardown() {
  await globalThis.lachanTestBroker?.stop();
  await teardownDatabase();
}
