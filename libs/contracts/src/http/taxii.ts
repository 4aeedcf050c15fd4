import { z } from 'zod';
import { uuid } from '../events/shapes.js';
import { cursor } from './common.js';

/** TAXII 2.1 (OASIS, 10 June 2021), the routes that read. Its names are the specification's, not ours. */
export const TAXII_MEDIA_TYPE = 'application/taxii+json;version=2.1';

const timestamp = z.iso.datetime({ offset: false });
const stixId = z.string().regex(/^[a-z][a-z0-9-]*--[0-9a-f-]{36}$/);
const listOf = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').map((one) => one.trim()));

/** Filters of §3.4 and the page of §3.5; what is not known is left alone, as the specification wants. */
export const TaxiiQuery = z.object({
  added_after: timestamp.optional(),
  limit: z.coerce.number().int().min(1).optional(),
  next: cursor.optional(),
  'match[id]': listOf.optional(),
  'match[type]': listOf.optional(),
  'match[version]': listOf.optional(),
  'match[spec_version]': listOf.optional(),
});
export type TaxiiQuery = z.infer<typeof TaxiiQuery>;

export const TaxiiCollectionParams = z.strictObject({ collection: uuid });
export type TaxiiCollectionParams = z.infer<typeof TaxiiCollectionParams>;
export const TaxiiObjectParams = z.strictObject({ collection: uuid, object: stixId });
export type TaxiiObjectParams = z.infer<typeof TaxiiObjectParams>;

export const TaxiiDiscovery = z
  .object({ title: z.string(), description: z.string(), default: z.string(), api_roots: z.array(z.string()) })
  .meta({ id: 'TaxiiDiscovery' });
export type TaxiiDiscovery = z.infer<typeof TaxiiDiscovery>;

export const TaxiiApiRoot = z
  .object({ title: z.string(), description: z.string(), versions: z.array(z.string()), max_content_length: z.int() })
  .meta({ id: 'TaxiiApiRoot' });
export type TaxiiApiRoot = z.infer<typeof TaxiiApiRoot>;

export const TaxiiCollection = z
  .object({
    id: uuid,
    title: z.string(),
    description: z.string(),
    alias: z.string(),
    can_read: z.literal(true),
    can_write: z.literal(false),
    media_types: z.array(z.string()),
  })
  .meta({ id: 'TaxiiCollection' });
export type TaxiiCollection = z.infer<typeof TaxiiCollection>;

export const TaxiiCollections = z.object({ collections: z.array(TaxiiCollection) }).meta({ id: 'TaxiiCollections' });
export type TaxiiCollections = z.infer<typeof TaxiiCollections>;

/** One STIX 2.1 indicator: what is asked for, until when, and `revoked` once it is lifted. */
export const StixIndicator = z
  .object({
    type: z.literal('indicator'),
    spec_version: z.literal('2.1'),
    id: stixId,
    created: timestamp,
    modified: timestamp,
    revoked: z.boolean().optional(),
    name: z.string(),
    description: z.string().optional(),
    indicator_types: z.array(z.string()),
    pattern: z.string(),
    pattern_type: z.literal('stix'),
    pattern_version: z.literal('2.1'),
    valid_from: timestamp,
    valid_until: timestamp,
    labels: z.array(z.string()),
    lang: z.literal('vi'),
    external_references: z.array(z.object({ source_name: z.string(), external_id: z.string() })),
    object_marking_refs: z.array(z.string()),
  })
  .meta({ id: 'StixIndicator' });
export type StixIndicator = z.infer<typeof StixIndicator>;

/** §3.6.1; `error_code` is the problem's name as everywhere. */
export const TaxiiError = z
  .object({
    title: z.string(),
    description: z.string().optional(),
    error_id: z.string(),
    error_code: z.string(),
    http_status: z.string(),
  })
  .meta({ id: 'TaxiiError' });

const page = { more: z.boolean(), next: z.string().optional() };

export const TaxiiEnvelope = z
  .object({ ...page, objects: z.array(StixIndicator).optional() })
  .meta({ id: 'TaxiiEnvelope' });
export type TaxiiEnvelope = z.infer<typeof TaxiiEnvelope>;

export const TaxiiManifest = z
  .object({
    ...page,
    objects: z
      .array(z.object({ id: stixId, date_added: timestamp, version: timestamp, media_type: z.string() }))
      .optional(),
  })
  .meta({ id: 'TaxiiManifest' });
export type TaxiiManifest = z.infer<typeof TaxiiManifest>;

export const TaxiiVersions = z
  .object({ ...page, versions: z.array(timestamp).optional() })
  .meta({ id: 'TaxiiVersions' });
export type TaxiiVersions = z.infer<typeof TaxiiVersions>;
