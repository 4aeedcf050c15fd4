import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { ImportAccepted, ImportView } from '#libs/contracts';
import { CommandFailed } from '../output.js';
import type { ImportAt } from './instance.js';

const sentence = (status: number, text: string): string => {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return [title, detail].filter((part) => part !== undefined).join(': ') || text;
  } catch {
    return `${String(status)} ${text.slice(0, 500)}`;
  }
};

/** What became of a call that got no answer. */
const unreachable = (at: ImportAt, error: unknown): CommandFailed => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new CommandFailed(
    `the instance at ${at.url} does not answer (${cause instanceof Error ? cause.message : 'no reason given'}); it is safe to run the import again`,
  );
};

/** Streams a body of any length to the instance; resolves once it is on the instance's disk. */
export const sendImport = async (at: ImportAt, body: Readable, mediaType: string): Promise<string> => {
  const url = new URL('/api/v1/reports/import', at.url);
  const onward = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.key}`, 'content-type': mediaType, 'accept-language': 'vi' },
  });
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    onward.on('error', reject);
    onward.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
    });
  });
  const [answer] = await Promise.all([answered, pipeline(body, onward)]).catch((error: unknown) => {
    throw unreachable(at, error);
  });
  if (answer.status !== 202)
    throw new CommandFailed(`the import was not accepted: ${sentence(answer.status, answer.text)}`);
  return ImportAccepted.parse(JSON.parse(answer.text)).importId;
};

/** Progress and rejects of an import, a page of rejects at a time. */
export const askImport = async (at: ImportAt, importId: string, cursor?: string): Promise<ImportView> => {
  const query = new URLSearchParams({ limit: '200', ...(cursor === undefined ? {} : { cursor }) });
  const answer = await fetch(`${at.url}/api/v1/imports/${importId}?${query.toString()}`, {
    headers: { authorization: `Bearer ${at.key}`, 'accept-language': 'vi' },
  }).catch((error: unknown) => {
    throw unreachable(at, error);
  });
  const text = await answer.text();
  if (!answer.ok) throw new CommandFailed(`the import cannot be followed: ${sentence(answer.status, text)}`);
  return ImportView.parse(JSON.parse(text));
};
