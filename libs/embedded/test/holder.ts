import { startEmbedded } from '../src/index.js';

// A process of its own that starts the server, says so and waits to be killed: `node holder.ts DATA_DIR`.
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('which data folder?');
try {
  const { url, pid, adopted, stop } = await startEmbedded({ dataDir });
  // Before it says that it is ready: whoever reads that may ask it to end at once.
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ url, pid, adopted })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).name, message: (error as Error).message })}\n`);
  process.exitCode = 1;
}
