import { PROBLEMS } from '#libs/contracts';
import type { Answer } from './product.js';

/** What a stack or a library's own error page would leave in an answer. */
const INNARDS = /\n\s+at |node_modules|\.[cm]?[jt]s:\d+|Error: |SELECT |select .* from |lachan_|PostgreSQL|ECONN/;

/**
 * What about a refusal is not as every refusal has to be (RFC 9457, in the language that was asked for, nothing of the
 * inside); empty when all is. An answer that is not a refusal has nothing wrong with it, except 5xx.
 * @param isPage where people are answered: then the refusal may be a page.
 */
export const wrongWithRefusal = (answer: Answer, language: 'vi' | 'en', isPage = false): string[] => {
  const { status, headers, body, text } = answer;
  if (status >= 500) return [`${String(status)} ${text.slice(0, 300)}`];
  if (status < 400) return [];
  const type = headers.get('content-type') ?? 'none';
  if (type.startsWith('application/taxii+json')) return wrongWithTaxii(answer, language);
  if (isPage && type.startsWith('text/html')) return wrongWithPage(answer, language);
  const wrong: string[] = [];
  if (!type.startsWith('application/problem+json')) wrong.push(`content type ${type}: ${text.slice(0, 200)}`);
  const code = String(body['code']);
  const words = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1];
  if (words === undefined) wrong.push(`unknown code ${code}`);
  else if (body['title'] !== words[language]) wrong.push(`title ${String(body['title'])}, wanted ${words[language]}`);
  if (body['status'] !== status) wrong.push(`says ${String(body['status'])}, is ${String(status)}`);
  if (body['type'] !== `https://lachan.example/problems/${code}`) wrong.push(`type ${String(body['type'])}`);
  if (headers.get('content-language') !== language) wrong.push(`language ${String(headers.get('content-language'))}`);
  if (INNARDS.test(text)) wrong.push(`shows its inside: ${text.slice(0, 300)}`);
  return wrong;
};

/** The same of a page for people: whole, in their language, with nothing in it that was sent as markup. */
const wrongWithPage = ({ text }: Answer, language: 'vi' | 'en'): string[] => [
  ...(text.includes(`<html lang="${language}">`) ? [] : [`is not in ${language}: ${text.slice(0, 100)}`]),
  ...(/<title>[^<]+<\/title>[\s\S]*<h1[\s>][\s\S]*<\/html>/.test(text)
    ? []
    : [`is no whole page: ${text.slice(-100)}`]),
  ...(text.includes('<script>') || INNARDS.test(text) ? [`shows what it must not: ${text.slice(0, 300)}`] : []),
];

/** The same of an error as TAXII clients read it: the specification's members, the same names and words. */
const wrongWithTaxii = ({ status, headers, body, text }: Answer, language: 'vi' | 'en'): string[] => {
  const wrong: string[] = [];
  const code = String(body['error_code']);
  const words = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1];
  if (words === undefined) wrong.push(`unknown error_code ${code}`);
  else if (body['title'] !== words[language]) wrong.push(`title ${String(body['title'])}, wanted ${words[language]}`);
  if (body['http_status'] !== String(status)) wrong.push(`says ${String(body['http_status'])}, is ${String(status)}`);
  if (headers.get('content-language') !== language) wrong.push(`language ${String(headers.get('content-language'))}`);
  if (INNARDS.test(text)) wrong.push(`shows its inside: ${text.slice(0, 300)}`);
  return wrong;
};
