import { escapeByte, escapeBytes, escapeSet, unescapeAll } from './escape.js';
import { trimTail } from './punctuation.js';
import { isTracking } from './tracking.js';

/** One place on the network in canonical parts; `path` starts with `/`, `query` is without `?` (null: none). */
export interface CanonicalParts {
  readonly scheme: 'http' | 'https' | 'ftp';
  readonly host: string;
  /** '' for the scheme's default port. */
  readonly port: string;
  readonly path: string;
  readonly query: string | null;
  /** An escaped invisible mark stood in path or query. */
  readonly marks: boolean;
  /** Names of the tracking parameters that were dropped. */
  readonly dropped: readonly string[];
}

/**
 * Safe Browsing escapes control characters, space, DEL and up, `#` and `%`. Beyond that we keep escaped what would be
 * read back as something else (`?` and `\` in a path; `&`, `+` and `=` in a query) and what the WHATWG parser escapes
 * anyway, so that a canonical URL is a fixed point and two different queries never become one.
 */
const PATH_ESCAPES = escapeSet('#%?\\"<>`{}^');
const QUERY_ESCAPES = escapeSet('#%&+\\"<>\'`{}^');
const NAME_ESCAPES = escapeSet('#%&+\\"<>\'`{}^=');

/**
 * Path and query of a URL that the WHATWG parser gave, under Safe Browsing's rules; `host` has been canonicalised by
 * the caller.
 */
export function canonicalParts(url: URL, scheme: CanonicalParts['scheme'], host: string): CanonicalParts {
  const path = canonicalPath(url.pathname);
  const query = canonicalQuery(url.search);
  return {
    scheme,
    host,
    port: url.port,
    ...protectTail(path.text, query.text),
    marks: path.marks || query.marks,
    dropped: query.dropped,
  };
}

/** The whole canonical URL. */
export function writeUrl(parts: Pick<CanonicalParts, 'scheme' | 'host' | 'port' | 'path' | 'query'>): string {
  return `${parts.scheme}://${writePlace(parts)}`;
}

/** The canonical URL without its scheme: http and https are one key. */
export function writePlace(parts: Pick<CanonicalParts, 'host' | 'port' | 'path' | 'query'>): string {
  const port = parts.port === '' ? '' : `:${parts.port}`;
  return `${parts.host}${port}${parts.path}${parts.query === null ? '' : `?${parts.query}`}`;
}

function canonicalPath(pathname: string): { text: string; marks: boolean } {
  if (pathname === '/') return { text: '/', marks: false };
  const { bytes, marks } = unescapeAll(pathname);
  return { text: escapeBytes(withoutDotSegments(bytes), PATH_ESCAPES), marks };
}

/** `/./`, `/../` and runs of slashes, again, because unescaping may have brought new ones. */
function withoutDotSegments(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  const last = segments.at(-1);
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  if (kept.length === 0) return '/';
  return `/${kept.join('/')}${last === '' || last === '.' || last === '..' ? '/' : ''}`;
}

function canonicalQuery(search: string): { text: string | null; marks: boolean; dropped: string[] } {
  const dropped: string[] = [];
  if (search.length < 2) return { text: null, marks: false, dropped };
  const kept: string[] = [];
  let marks = false;
  for (const piece of search.slice(1).split('&')) {
    const equals = piece.indexOf('=');
    const name = canonicalComponent(equals < 0 ? piece : piece.slice(0, equals), NAME_ESCAPES);
    const value = equals < 0 ? null : canonicalComponent(piece.slice(equals + 1), QUERY_ESCAPES);
    marks ||= name.marks || value?.marks === true;
    if (isTracking(name.text)) dropped.push(name.text.toLowerCase());
    else kept.push(value === null ? name.text : `${name.text}=${value.text}`);
  }
  const text = kept.join('&');
  return { text: text === '' ? null : text, marks, dropped };
}

/** A raw `+` means a space to most servers and stays apart from an escaped one. */
function canonicalComponent(component: string, escapes: Uint8Array): { text: string; marks: boolean } {
  let marks = false;
  const text = component
    .split('+')
    .map((run) => {
      const { bytes, marks: found } = unescapeAll(run);
      marks ||= found;
      return escapeBytes(bytes, escapes);
    })
    .join('+');
  return { text, marks };
}

/**
 * A mark of punctuation that really ends the URL (it came escaped, or something after it was dropped) stays escaped:
 * pasted back, the canonical URL would otherwise lose it to the sentence around it.
 */
function protectTail(path: string, query: string | null): { path: string; query: string | null } {
  const written = query === null ? path : `${path}?${query}`;
  if (trimTail(written).length === written.length) return { path, query };
  if (query === null) return { path: escapeLast(path), query };
  return { path, query: escapeLast(query) };
}

function escapeLast(text: string): string {
  return text.slice(0, -1) + escapeByte(text.charCodeAt(text.length - 1));
}
