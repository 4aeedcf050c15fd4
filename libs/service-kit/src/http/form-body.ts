import { RouteConfig } from '@nestjs/platform-fastify';
import { Problem } from '../problem/problem.js';
import { checkTexts } from './json-body.js';

/** The fields of a form by name; one that was sent several times keeps all its values. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

const MARK = 'lachanForms';

/** Lets a route take what a plain HTML form sends. Every other route refuses it: a foreign page can send forms, but not JSON. */
export const AcceptsForms = (): MethodDecorator => RouteConfig({ [MARK]: true });

/** @throws {Problem} `unsupported-media-type` for a route that did not ask for forms; what `parseJsonBody` refuses is refused here. */
export function parseFormBody(config: unknown, bytes: Buffer): FormFields {
  if ((config as Record<string, unknown> | undefined)?.[MARK] !== true) throw new Problem('unsupported-media-type');
  const fields: Record<string, string | string[]> = {};
  for (const pair of bytes.toString('latin1').split('&')) {
    if (pair === '') continue;
    const [name = '', ...rest] = pair.split('=');
    const key = decode(name);
    const value = decode(rest.join('=')).replaceAll('\r\n', '\n');
    checkTexts({ [key]: value });
    const before = Object.hasOwn(fields, key) ? fields[key] : undefined;
    fields[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return fields;
}

/** Bytes that were not escaped count too: a browser escapes all of them, so these are no valid UTF-8 text. */
function decode(text: string): string {
  if (/[^\x20-\x7e]/.test(text)) throw new Problem('invalid-encoding');
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Problem('invalid-encoding');
  }
}
