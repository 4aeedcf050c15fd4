import type { RequestTarget, StixIndicator } from '#libs/contracts';
import { canSay } from '#libs/lists';

/** STIX 2.1 §7.2.1.4, TLP:AMBER: for the reader's own organisation. */
const TLP_AMBER = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82';

/** One version of one request or order, as far as an indicator can say it. */
export interface IndicatorFacts {
  /** Of the request or order: the same for every version. */
  readonly uuid: string;
  readonly created: string;
  readonly modified: string;
  readonly lifted: boolean;
  readonly reference: string;
  readonly statement?: string;
  readonly action: string;
  readonly target: RequestTarget;
  readonly validFrom: string;
  readonly validUntil: string;
}

/**
 * The indicator of a request. The id is the request's own with the version digit 5, the only newer one that published STIX
 * schemas take: the same request is the same object in every installation's copy of the log.
 */
export function indicatorOf(facts: IndicatorFacts, watermark: string): StixIndicator {
  const { created, modified, lifted, reference, statement, action, target, validFrom, validUntil } = facts;
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: stixIdOf(facts.uuid),
    created,
    modified,
    ...(lifted ? { revoked: true } : {}),
    name: reference,
    ...(statement === undefined ? {} : { description: statement }),
    indicator_types: ['unknown'],
    pattern: patternOf(target),
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: validFrom,
    valid_until: validUntil,
    labels: [action],
    lang: 'vi',
    external_references: [
      { source_name: 'lachan', external_id: reference },
      { source_name: 'lachan-watermark', external_id: watermark },
    ],
    object_marking_refs: [TLP_AMBER],
  };
}

const VERSION_DIGIT = 14;

export const stixIdOf = (uuid: string): string =>
  `indicator--${uuid.slice(0, VERSION_DIGIT)}5${uuid.slice(VERSION_DIGIT + 1)}`;

/** What `stixIdOf` was given; null for an object that is not an indicator. `version` is the digit that the lane's ids have. */
export function uuidOf(stixId: string, version: '5' | '7'): string | null {
  const uuid = /^indicator--([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/.exec(stixId)?.[1];
  return uuid === undefined ? null : `${uuid.slice(0, VERSION_DIGIT)}${version}${uuid.slice(VERSION_DIGIT + 1)}`;
}

/** Whether a pattern says the target exactly (ADR 0026): what it cannot say is not in the collection. */
export const canBePattern = (target: RequestTarget): boolean => canSay('url' in target ? 'urls' : 'domains', target);

/** A host is that name and nothing below it; a domain is the name with everything below it. */
function patternOf(target: RequestTarget): string {
  if ('url' in target) return `[url:value = ${quoted(target.url)}]`;
  if ('host' in target) return `[domain-name:value = ${quoted(target.host)}]`;
  const { domain } = target;
  // `_` stands for any character in LIKE, and cannot be escaped there.
  const below = domain.includes('_')
    ? `MATCHES ${quoted(`\\.${domain.replaceAll('.', '\\.')}$`)}`
    : `LIKE ${quoted(`%.${domain}`)}`;
  return `[domain-name:value = ${quoted(domain)} OR domain-name:value ${below}]`;
}

/** A string constant of a STIX pattern (§9.6): backslash and quote are escaped. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
