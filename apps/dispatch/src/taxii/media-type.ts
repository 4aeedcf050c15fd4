import { Problem } from '#libs/service-kit';

/** Objects are STIX 2.1 and nothing else. */
export const STIX_MEDIA_TYPE = 'application/stix+json;version=2.1';

const ACCEPTABLE: ReadonlySet<string> = new Set(['*/*', 'application/*', 'application/taxii+json']);

/**
 * TAXII 2.1 §1.6.8: a client that asks for another version, or for something that is not TAXII, is told so.
 * @throws {Problem} `not-acceptable` (406).
 */
export function mustAccept(header: string | undefined): void {
  if (header === undefined) return;
  const acceptable = header
    .toLowerCase()
    .slice(0, 1_000)
    .split(',')
    .some((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const version = parameters.find((parameter) => parameter.startsWith('version='))?.slice('version='.length);
      return ACCEPTABLE.has(type) && (version === undefined || version.replaceAll('"', '') === '2.1');
    });
  if (!acceptable) throw new Problem('not-acceptable');
}

/** A body as bytes: the media type is then sent as the specification writes it, and nothing is added to it. */
export const taxiiBytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body), 'utf8');
