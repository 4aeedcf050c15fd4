// Fastify, as the product has it, with its own plugin for files.
import { basename, dirname } from 'node:path';
import files from '@fastify/static';
import fastify from 'fastify';

const [file] = process.argv.slice(2);
const server = fastify();
await server.register(files, { root: dirname(file), preCompressed: true, serve: false });
server.get('/list', (_, reply) => reply.sendFile(basename(file)));
process.send({ url: await server.listen({ host: '127.0.0.1', port: 0 }) });
