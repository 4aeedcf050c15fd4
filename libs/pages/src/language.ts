import { readCookie } from '#libs/identity';
import { acceptLanguage } from '#libs/service-kit';
import type { Language } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';

export const LANGUAGE_COOKIE = 'lachan_lang';

const known = (value: unknown): Language | undefined => (value === 'vi' || value === 'en' ? value : undefined);

/** The language of a page: what its address asks for, what was chosen before, what the browser prefers. */
export const languageOf = (request: FastifyRequest): { language: Language; chosen: boolean } => {
  const asked = known((request.query as Record<string, unknown> | undefined)?.['lang']);
  const kept = known(readCookie(request.headers.cookie, LANGUAGE_COOKIE));
  const language = asked ?? kept ?? acceptLanguage(request.headers['accept-language']);
  return { language, chosen: asked !== undefined && asked !== kept };
};

/** Not HttpOnly: the staff's pages read and write the same choice. It says nothing about a person. */
export const languageCookie = (language: Language): string =>
  `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
