// The same bytes as a file, compressed beforehand, by the same server without anything around it.
import { statSync } from 'node:fs';
import { startBare } from '../../lib/bare-process.mjs';
import { gets } from './gets.mjs';

let server;
let client;
let size;

export const setup = async ({ params }) => {
  server = await startBare('contenders/lists/static-server.mjs', params.file);
  client = gets(server.url, '/list', params.connections);
  ({ size } = statSync(`${params.file}.gz`));
};

export const round = async ({ params }) => client.round(params, size);
export const teardown = async () => {
  client.close();
  await server.stop();
};
