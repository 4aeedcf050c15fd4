import type { PlatformName } from './platforms/platform.js';

/**
 * Why a reported text names no target. Closed: screens and tests translate every one. "Unparseable" is a state of a
 * report, not an error.
 */
export const UNPARSEABLE_REASONS = [
  'empty',
  'too-long',
  'several-addresses',
  'email-address',
  'not-an-address',
  'unsupported-scheme',
  'no-host',
  'bad-host',
  'host-too-long',
  'parser-refused',
] as const;
export type UnparseableReason = (typeof UNPARSEABLE_REASONS)[number];

/** What an analyst should know about an accepted target before deciding. A flag never changes the key. */
export const TARGET_FLAGS = [
  'short-link',
  'ip-address',
  'private-host',
  'single-label',
  'public-suffix',
  'onion',
  'idn',
  'mixed-script',
  'invisible-marks',
  'userinfo',
  'other-port',
  'fragment',
  'inner-whitespace',
  'words-around',
  'scheme-assumed',
  'link-shim',
] as const;
export type TargetFlag = (typeof TARGET_FLAGS)[number];

/** A reported text that names one place on the network. */
export interface AcceptedTarget {
  readonly state: 'accepted';
  /**
   * The identity in readable form: ASCII, no fragment, no userinfo, no known tracking parameter. Never sent to a
   * provider.
   */
  readonly canonicalUrl: string;
  /** The URL exactly as the WHATWG parser reads the reported text: what a request carries. */
  readonly requestUrl: string;
  /** `<platform>:<kind>:<id>`, `host:<name>` or `url:<host…>`; equal keys mean one target. Input of the dedupe HMAC. */
  readonly contentKey: string;
  /** A-label host, without trailing dot; IPv6 in brackets. */
  readonly host: string;
  /** The host for human eyes. Never for comparing. */
  readonly unicodeHost: string;
  /**
   * Registrable domain under public and private suffixes, or null for an IP address, a suffix itself, a single label.
   */
  readonly domain: string | null;
  /** The platform whose host this is, also when the page is not one item of it. */
  readonly platform?: PlatformName;
  /** What was done to the text, in order, each a stable name: `trimmed`, `refanged`, `platform:youtube/watch`… */
  readonly steps: readonly string[];
  readonly flags: readonly TargetFlag[];
  /** {@link CANONICALISER_VERSION} */
  readonly version: string;
}

/** A reported text that names no target; the text is kept so that a person can read it. */
export interface UnparseableTarget {
  readonly state: 'unparseable';
  readonly reason: UnparseableReason;
  /** Byte for byte what was given: it may hold NUL or lone surrogates, so encode it before storing. */
  readonly raw: string;
}

export type Target = AcceptedTarget | UnparseableTarget;
