// The embedded PostgreSQL in a process of its own, so that it can be killed apart from the services: prints its URL, ends on SIGTERM.
//   node scripts/faults/database.mjs FOLDER PORT
import { startEmbedded } from '../../dist/libs/embedded/src/index.js';

const [dataDir, port] = process.argv.slice(2);
const server = await startEmbedded({ dataDir, port: Number(port), settings: { max_connections: '300' } });
console.log(`listening on ${server.url}`);
// The server's process keeps nobody alive.
const alive = setInterval(() => undefined, 3_600_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void server.stop().then(() => process.exit(0));
});
