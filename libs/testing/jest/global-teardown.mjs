export default async function teardown() {
  await globalThis.lachanTestServer?.stop();
}
