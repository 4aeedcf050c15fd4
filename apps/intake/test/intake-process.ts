import { intake } from '../src/index.js';
import { openHost, runServices } from '#libs/process';
import { loadConfig } from '#libs/service-kit';

// Intake in a process of its own, to be killed: prints its address once it listens.
const config = loadConfig(process.env);
const host = await openHost(config, config.databaseUrl ?? '');
const running = await runServices(host, [intake], { listen: { host: '127.0.0.1', port: 0 } });
process.stdout.write(`${running.url}\n`);
