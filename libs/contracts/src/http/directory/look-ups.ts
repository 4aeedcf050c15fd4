import { z } from 'zod';
import { action, category, id, instant, uuid } from '../../events/shapes.js';
import { PROVIDER_KINDS, keysOf } from '../../vocabulary/index.js';
import { after } from '../common.js';

export const ProviderQuery = z.strictObject({
  action: action.optional(),
  category: category.optional(),
  after,
});
export const ProviderView = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(keysOf(PROVIDER_KINDS)),
    expresses: z.array(action),
    platforms: z.array(z.string()),
    provinces: z.array(id).nullable(),
    sandbox: z.boolean(),
  })
  .meta({ id: 'ProviderView' });
export const ProviderList = z.object({ items: z.array(ProviderView), stale: z.boolean() }).meta({ id: 'ProviderList' });

/** With a filter: those under which the caller's unit is competent today. */
export const LegalBasisQuery = ProviderQuery;
export const LegalBasisView = z
  .object({
    id,
    citation: z.string(),
    title: z.string(),
    validFrom: instant,
    validTo: instant.optional(),
    categories: z.array(category),
    actions: z.array(action),
  })
  .meta({ id: 'LegalBasisView' });
export const LegalBasisList = z
  .object({ items: z.array(LegalBasisView), stale: z.boolean() })
  .meta({ id: 'LegalBasisList' });

const named = z.union([id, z.array(id).max(100)]).optional();
/** Ids as they stand in events and answers; who has left keeps the last name. An id nobody has is left out. */
export const NamesQuery = z.strictObject({ person: named, unit: named, provider: named, province: named });
export const Names = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(['person', 'unit', 'provider', 'province']),
        id,
        name: z.string(),
        /** Of a person: where they work, or worked last. */
        unit: id.optional(),
      }),
    ),
  })
  .meta({ id: 'Names' });

/** The provider's own register entry; `pendingContact` waits for an administrator. */
export const OwnProvider = z
  .object({
    ...ProviderView.shape,
    contact: z.string(),
    pendingContact: z.object({ contact: z.string(), changeId: uuid, proposedAt: instant }).nullable(),
  })
  .meta({ id: 'OwnProvider' });
/** Whom we reach day and night (đầu mối 24/7). */
export const ProposeContact = z
  .strictObject({ contact: z.string().trim().min(3).max(300) })
  .meta({ id: 'ProposeContact' });

export type OwnProvider = z.infer<typeof OwnProvider>;
export type ProposeContact = z.infer<typeof ProposeContact>;
export type ProviderQuery = z.infer<typeof ProviderQuery>;
export type ProviderView = z.infer<typeof ProviderView>;
export type ProviderList = z.infer<typeof ProviderList>;
export type LegalBasisQuery = z.infer<typeof LegalBasisQuery>;
export type LegalBasisView = z.infer<typeof LegalBasisView>;
export type LegalBasisList = z.infer<typeof LegalBasisList>;
export type NamesQuery = z.infer<typeof NamesQuery>;
export type Names = z.infer<typeof Names>;
