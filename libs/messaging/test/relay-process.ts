import pg from 'pg';
import { loadConfig } from '#libs/service-kit';
import { startProcess } from './services-under-test.js';

// A process that carries the log to Kafka and does nothing else, to be killed: prints a line once it carries or stands by.
const url = process.env['DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString: url });
await startProcess({ url, pool }, [], [{ service: 'ledger' }], loadConfig(process.env));
process.stdout.write('started\n');
