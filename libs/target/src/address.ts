import type { UnparseableReason } from './target.js';

export const SCHEMES = ['http', 'https', 'ftp'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** A text that the WHATWG parser read as a place on the network. */
export interface Address {
  readonly url: URL;
  readonly scheme: Scheme;
  readonly steps: readonly string[];
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const HOST_AND_PORT = /^(?:localhost|[^:/?#@\s]*\.[^:/?#@\s]*):\d{1,5}(?:[/?#\\]|$)/iu;
const BROKEN_SCHEME = /^(?:h?t?tp|htt|hhtp|htpp)(s?)(?::\/\/|;\/\/|\/\/)/i;
const EMAIL = /^[^@\s/]+@[^@\s/]+\.[^@\s/]+$/u;
const JOINERS = /[\u200c\u200d]/gu;

/**
 * Gives the text a scheme when it lacks one and hands it to the WHATWG parser. A text without scheme has to look like
 * an address (a name with a dot, localhost, a full IP address): "hello", a date and a telephone number are none.
 */
export function readAddress(text: string): Address | { readonly reason: UnparseableReason } {
  const steps: string[] = [];
  let whole = text.replace(/^view-source:/i, '');
  const scheme = SCHEME.exec(whole)?.[1]?.toLowerCase();
  if (scheme === undefined || !isScheme(scheme)) {
    const broken = BROKEN_SCHEME.exec(whole);
    if (broken !== null) {
      steps.push('scheme-mended');
      whole = `http${broken[1] ?? ''}://${whole.slice(broken[0].length)}`;
    } else if (EMAIL.test(whole) || scheme === 'mailto') {
      return { reason: 'email-address' };
    } else if (scheme !== undefined && !HOST_AND_PORT.test(whole)) {
      return { reason: /^[^:]*:\s/u.test(whole) ? 'not-an-address' : 'unsupported-scheme' };
    } else {
      const reason = whatIsMissing(whole);
      if (reason !== null) return { reason };
      steps.push('scheme-assumed');
      whole = `http:${whole.startsWith('//') ? '' : '//'}${whole}`;
    }
  }
  const url = parse(whole) ?? parse(whole.replace(JOINERS, ''));
  if (url === null) return { reason: hasNoHost(whole) ? 'no-host' : 'parser-refused' };
  const read = url.protocol.slice(0, -1);
  return isScheme(read) ? { url, scheme: read, steps } : { reason: 'unsupported-scheme' };
}

/**
 * The WHATWG parser, with null instead of an exception. Not `URL.canParse`: in Node 20 and 22 it starts to refuse
 * letters beyond ASCII after some thousand calls, once V8 has optimised it (found by the property tests;
 * nodejs/node#48816 is the same family).
 */
export function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isScheme(text: string): text is Scheme {
  return (SCHEMES as readonly string[]).includes(text);
}

function hasNoHost(whole: string): boolean {
  return /^[a-z]+:[/\\]*(?:[?#]|$)/i.test(whole);
}

function whatIsMissing(text: string): UnparseableReason | null {
  if (/^(?:[?#:]|[/\\](?![/\\]))/.test(text)) return 'no-host';
  const authority = /^[/\\]*([^/?#\\]*)/.exec(text)?.[1] ?? '';
  if (authority === '') return 'no-host';
  if (/[\s@]/u.test(authority))
    return authority.includes('@') && /\S@\S+\.\S/u.test(authority) && !/\s/u.test(authority) ? null : 'not-an-address';
  const host = authority.replace(/:\d*$/, '').replace(/\.$/, '');
  return isHostLike(host) ? null : 'not-an-address';
}

/** Only spellings that nobody uses for a date, a price or a telephone number count as an address without a scheme. */
function isHostLike(host: string): boolean {
  if (/^localhost$/i.test(host) || /^\[[0-9a-f:.]+\]$/i.test(host) || /^0x[0-9a-f]{7,8}$/i.test(host)) return true;
  const labels = host.split(/[.。．｡]/u);
  if (labels.length < 2 || labels.some((label) => label === '')) return false;
  if (!labels.every((label) => /^(?:\d+|0x[0-9a-f]*)$/i.test(label))) return true;
  return labels.length === 4 || labels[0] === '127' || labels[0] === '0177' || /^0x7f$/i.test(labels[0] ?? '');
}
