import { matching } from './platform.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const ID = /^[A-Za-z0-9_-]{15,100}$/;
/**
 * What may stand between the host and the shape of the address: the account number, a company's domain, the phone page.
 */
const PREFIXES = /^(?:u|a)$/;

/**
 * Files, folders and documents share one id space (`open?id=` opens each of them), so all are one kind: `item`. A
 * published copy (`/d/e/…`) has another id that only Google can map.
 */
export const googleDrive: Platform = {
  name: 'google-drive',
  domains: ['drive.google.com', 'docs.google.com', 'drive.usercontent.google.com', 'lh3.googleusercontent.com'],
  item(page) {
    if (page.subdomain !== '') return null;
    const segments = withoutPrefixes(page.segments);
    return published(segments) ?? byPath(segments) ?? byParameter(page, segments);
  },
};

function withoutPrefixes(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < segments.length; at += 1) {
    if (PREFIXES.test(segments[at] ?? '') && at + 1 < segments.length) at += 1;
    else kept.push(segments[at] ?? '');
  }
  return kept;
}

function published(segments: readonly string[]): PlatformItem | null {
  const at = segments.indexOf('d');
  const id = at >= 0 && segments[at + 1] === 'e' ? matching(segments[at + 2], ID) : null;
  return id === null ? null : { kind: 'published', id, rule: 'published' };
}

function byPath(segments: readonly string[]): PlatformItem | null {
  const folder = segments.indexOf('folders');
  const inFolder = folder >= 0 ? matching(segments[folder + 1], ID) : null;
  if (inFolder !== null) return { kind: 'item', id: inFolder, rule: 'folders' };
  const document = segments.indexOf('d');
  const id = document >= 0 ? matching(segments[document + 1]?.replace(/%3D.*$|=.*$/, ''), ID) : null;
  return id === null ? null : { kind: 'item', id, rule: document === 0 ? 'd' : `${segments[document - 1] ?? ''}/d` };
}

const BY_PARAMETER = new Set([
  'open',
  'uc',
  'download',
  'thumbnail',
  'folderview',
  'embeddedfolderview',
  'leaf',
  'viewer',
  'file',
]);

function byParameter(page: PlatformPage, segments: readonly string[]): PlatformItem | null {
  const shape = segments[0] ?? '';
  const id = BY_PARAMETER.has(shape) ? (matching(page.param('id'), ID) ?? matching(page.param('srcid'), ID)) : null;
  return id === null ? null : { kind: 'item', id, rule: `${shape}?id` };
}
