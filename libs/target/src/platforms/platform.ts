export const PLATFORM_NAMES = [
  'youtube',
  'facebook',
  'tiktok',
  'instagram',
  'threads',
  'x',
  'telegram',
  'zalo',
  'google-drive',
  'discord',
  'vimeo',
  'dailymotion',
] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** A page on a platform's host, in canonical form. */
export interface PlatformPage {
  readonly host: string;
  /** The host without the platform's registrable domain: `m` of `m.facebook.com`, '' of the domain itself. */
  readonly subdomain: string;
  /** Path segments, canonically escaped, without empty ones. */
  readonly segments: readonly string[];
  /** The first value of a query parameter, canonically escaped. */
  readonly param: (name: string) => string | null;
}

/** One item of a platform, found in the text of its address alone. */
export interface PlatformItem {
  readonly kind: string;
  /** The platform's own identifier, in the one spelling that all its address shapes share. */
  readonly id: string;
  /** The name of the rule that read it; it stands in the target's steps as `platform:<name>/<rule>`. */
  readonly rule: string;
  /** The id is a redirect's code: it does not say which item is behind it, so it is a key of its own. */
  readonly opaque?: true;
}

/**
 * What we know of one platform offline. This is the only place where two hosts may give one key, so a rule belongs here
 * only if the platform itself serves the same item under both addresses.
 */
export interface Platform {
  readonly name: PlatformName;
  /** Names that belong to it, with everything below. */
  readonly domains: readonly string[];
  /** The item a page shows, or null: then the page is just a URL. */
  readonly item: (page: PlatformPage) => PlatformItem | null;
}

/** The segment when it has the wanted form, otherwise null. */
export function matching(segment: string | null | undefined, form: RegExp): string | null {
  return segment !== null && segment !== undefined && form.test(segment) ? segment : null;
}
