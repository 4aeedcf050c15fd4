import { z } from 'zod';
import { caseField, childSecretField, eventsOf, personalField } from './define.js';
import { ageBand, category, channel, id, instant, target, text, uuid } from './shapes.js';

const report = eventsOf('report');
const subject = eventsOf('subject');

/** `report-<id>`: appended by intake only. One append holds `ReportReceived` and one event per target. */
export const reportEvents = {
  ReportReceived: report({
    channel,
    /** The key that submitted it; null for the public form. */
    channelKey: id.nullable(),
    unit: id.nullable(),
    province: id.nullable(),
    categoryHint: category.nullable(),
    ageBand: ageBand.nullable(),
    helpNeeded: z.boolean(),
    childInDanger: z.boolean(),
    targets: z.int().min(0),
    /** When the reporter says it happened. */
    seenAt: instant.nullable(),
    importId: id.nullable(),
    /** Keyed digest of channel and row: a re-run of an import is recognised by it. */
    rowDigest: z.string().nullable(),
    /** Keyed digest of the receipt, by which it is looked up; null when none was handed out. No event holds a receipt. */
    receiptDigest: z.string().nullable(),
    note: caseField(text),
    contact: personalField(text),
    /** Keyed digest of the contact that was given; null when none was. */
    source: personalField(z.string()),
    /**
     * Keyed digest of the channel and unit that sent it, where no reporter gave a contact: it tells nothing about a person and so needs no
     * key of its own, which every row of a list would have to bring. Absent in older events, whose `source` holds it.
     */
    channelSource: z.string().nullable().optional(),
    childAge: childSecretField(z.int().min(0).max(120)),
  }),
  TargetReported: report({ reportId: uuid, index: z.int().min(0), target: caseField(target) }),
  /** A link that could not be read; a person reads it by hand. */
  ReportUnusable: report({ reportId: uuid, index: z.int().min(0), reason: z.string(), target: caseField(target) }),
  HelpRequested: report({
    reportId: uuid,
    childInDanger: z.boolean(),
    safeContact: childSecretField(text),
    note: caseField(text),
  }),
  ReporterNotified: report({ reportId: uuid, status: z.string() }),
};

/** `subject-<id>`: a person's data was erased by destroying its keys. */
export const subjectEvents = {
  SubjectErased: subject({ keys: z.array(id), reason: z.string() }),
};
