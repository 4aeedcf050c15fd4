import { z } from 'zod';
import { instant } from '../events/shapes.js';
import {
  CATEGORIES,
  CHANNELS,
  IMPORT_REJECTS,
  IMPORT_STATUSES,
  RECEIPT_STATUSES,
  TARGET_STATES,
  keysOf,
} from '../vocabulary/index.js';
import { after, cursor, pageLimit } from './common.js';

/** The most one report may hold, however it comes in (request or row of an import); lengths in UTF-16 units. */
export const REPORT_LIMITS = { urls: 100, url: 8_192, note: 20_000, short: 500, childAge: 120 } as const;

const shortText = z.string().trim().min(1).max(REPORT_LIMITS.short);

/**
 * One report (interfaces.md, `POST /reports`). A link that cannot be read is not an error: a person reads it later. Only a
 * plea for help may come without any link.
 */
export const ReportRequest = z
  .strictObject({
    /** Character for character as the reporter gave them. */
    urls: z.array(z.string().min(1).max(REPORT_LIMITS.url)).max(REPORT_LIMITS.urls),
    note: z.string().max(REPORT_LIMITS.note).optional(),
    category: z.enum(keysOf(CATEGORIES)).optional(),
    /** Name or register id of the province, with or without accents. */
    province: z.string().trim().min(1).max(100).optional(),
    reporter: z
      .strictObject({ contact: shortText.optional(), childAge: z.int().min(0).max(REPORT_LIMITS.childAge).optional() })
      .optional(),
    /** When the reporter saw it or it happened. */
    occurredAt: z.iso.datetime({ offset: true }).optional(),
    helpNeeded: z.boolean().optional(),
    childInDanger: z.boolean().optional(),
    /** How to reach the child or the reporter without putting the child at risk. */
    safeContact: shortText.optional(),
    /** Staff only: what came to their unit as an official letter or a list, entered by hand. */
    channel: z.literal('letter').optional(),
  })
  .refine(
    (report) =>
      report.urls.length > 0 ||
      report.helpNeeded === true ||
      report.childInDanger === true ||
      report.safeContact !== undefined,
    {
      path: ['urls'],
      params: {
        vi: 'Cần ít nhất một đường dẫn, trừ khi đề nghị hỗ trợ cho trẻ',
        en: 'At least one link is needed, unless help for a child is asked for',
      },
      // Also beside other errors: every error of a body is told at once.
      when: ({ value }) => Array.isArray((value as { urls?: unknown } | null)?.urls),
    },
  )
  .meta({ id: 'ReportRequest' });
export type ReportRequest = z.infer<typeof ReportRequest>;

export const ReportedTarget = z
  .object({ url: z.string(), canonicalUrl: z.string().optional(), state: z.enum(keysOf(TARGET_STATES)) })
  .meta({ id: 'ReportedTarget' });

/** The answer to a channel's key. */
export const ReportAccepted = z
  .object({ reportId: z.uuid(), receipt: z.string(), targets: z.array(ReportedTarget), position: z.int() })
  .meta({ id: 'ReportAccepted' });
export type ReportAccepted = z.infer<typeof ReportAccepted>;

/** The answer to the public: the receipt and nothing else, for the first and the hundredth reporter of a link alike. */
export const PublicReportAccepted = z.object({ receipt: z.string() }).meta({ id: 'PublicReportAccepted' });
export type PublicReportAccepted = z.infer<typeof PublicReportAccepted>;

export const AfterQuery = z.strictObject({ after });
export type AfterQuery = z.infer<typeof AfterQuery>;

const words = { vi: z.string(), en: z.string() };

/** Where a report stands, in plain words; tells nothing about other reports, units or providers. */
export const ReceiptStatusView = z
  .object({
    status: z.enum(keysOf(RECEIPT_STATUSES)),
    words: z.object(words),
    receivedAt: instant,
    updatedAt: instant,
    stale: z.boolean().optional(),
  })
  .meta({ id: 'ReceiptStatus' });
export type ReceiptStatusView = z.infer<typeof ReceiptStatusView>;

export const ReportView = z
  .object({
    reportId: z.uuid(),
    channel: z.enum(keysOf(CHANNELS)),
    unit: z.string().nullable(),
    province: z.string().nullable(),
    category: z.enum(keysOf(CATEGORIES)).nullable(),
    receivedAt: instant,
    occurredAt: instant.nullable(),
    helpNeeded: z.boolean(),
    childInDanger: z.boolean(),
    targets: z.array(ReportedTarget),
    status: z.enum(keysOf(RECEIPT_STATUSES)),
    words: z.object(words),
    /** For staff and agencies' channels, once the report is attached to a case. */
    caseId: z.uuid().optional(),
    position: z.int(),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof ReportView>;

export const ImportAccepted = z.object({ importId: z.uuid() }).meta({ id: 'ImportAccepted' });
export type ImportAccepted = z.infer<typeof ImportAccepted>;

/** Rejects come a page at a time; the counts are of the whole import. */
export const ImportQuery = z.strictObject({ after, cursor: cursor.optional(), limit: pageLimit });
export type ImportQuery = z.infer<typeof ImportQuery>;

export const ImportRejectView = z
  .object({
    /** The physical line in the file, from 1. */
    line: z.int(),
    text: z.string(),
    /** In the language of the answer. */
    reason: z.string(),
    code: z.enum(keysOf(IMPORT_REJECTS)),
  })
  .meta({ id: 'ImportReject' });

export const ImportView = z
  .object({
    importId: z.uuid(),
    status: z.enum(keysOf(IMPORT_STATUSES)),
    /** Rows handled so far; `accepted` + `rejected`. */
    rows: z.int(),
    /** Rows that are reports in the log; a row sent before is recognised and counted here, never doubled. */
    accepted: z.int(),
    /** Distinct targets that an earlier row or report named already, and those it did not; counted per row and target. */
    knownTargets: z.int(),
    newTargets: z.int(),
    rejected: z.int(),
    /** Share of the file that was read, 0 to 1. */
    progress: z.number(),
    rejects: z.array(ImportRejectView),
    /** The next page of rejects. */
    cursor: z.string().optional(),
    /** Why it failed, when it did. */
    failure: z.string().optional(),
    receivedAt: instant,
    finishedAt: instant.optional(),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof ImportView>;
