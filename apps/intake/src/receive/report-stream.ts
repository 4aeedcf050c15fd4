import type { Channel } from '#libs/contracts';
import { reports } from '#libs/domain';
import type { Actor, AppendRequest, NewEvent } from '#libs/event-store';
import { ageBandOf } from './age-band.js';
import type { ReportedTarget } from './identify-target.js';
import type { ReportInput } from './report-input.js';

/** Everything about a report that its sender does not say. */
export interface Submission {
  readonly reportId: string;
  /** Id of the event with this index: derived where a retry must be recognised, otherwise new. */
  readonly eventId: (index: number) => string;
  /** RFC 3339 UTC ms. */
  readonly at: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly channel: Channel;
  readonly channelKey: string | null;
  readonly unit: string | null;
  readonly province: string | null;
  readonly source: string | null;
  readonly importId: string | null;
  readonly rowDigest: string | null;
  readonly receiptDigest: string | null;
  readonly dedupeKey: (contentKey: string) => Uint8Array;
}

export const reportStream = (reportId: string): string => `report-${reportId}`;

/**
 * The one stream of one report, which must not exist yet: everything of it in one append. Events of one target share an
 * ordering key that is a bucket of its dedupe key, so that two reports of a link open one case and not two.
 */
export function streamOf(
  input: ReportInput,
  targets: readonly ReportedTarget[],
  submission: Submission,
): AppendRequest['streams'][number] {
  const decision = reports.decide(
    {
      type: 'receive',
      reportId: submission.reportId,
      report: {
        channel: submission.channel,
        channelKey: submission.channelKey,
        unit: submission.unit,
        province: submission.province,
        categoryHint: input.category,
        ageBand: input.childAge === null ? null : ageBandOf(input.childAge),
        // Whoever says how to be reached safely asks for help, whatever box was ticked.
        helpNeeded: input.helpNeeded || input.safeContact !== null,
        childInDanger: input.childInDanger,
        seenAt: input.occurredAt,
        importId: submission.importId,
        rowDigest: submission.rowDigest,
        receiptDigest: submission.receiptDigest,
        note: input.note,
        contact: input.contact,
        // Of a reporter who can be told apart it is personal, of a channel it is not.
        source: input.contact === null ? null : submission.source,
        channelSource: input.contact === null ? submission.source : null,
        childAge: input.childAge,
      },
      targets,
      safeContact: input.safeContact,
    },
    reports.initialState,
  );
  // A validated report on a new stream is always received; anything else is a mistake in this program.
  if (!decision.ok) throw new Error(`a valid report was refused: ${decision.refusal}`);
  const events = decision.events.map((event, index): NewEvent => {
    const target = event.type === 'TargetReported' ? event.data.target : null;
    return {
      id: submission.eventId(index),
      type: event.type,
      occurredAt: submission.at,
      actor: submission.actor,
      correlationId: submission.correlationId,
      causationId: index === 0 ? null : submission.eventId(0),
      data: event.data,
      ...(target?.state === 'accepted' ? { orderingKey: bucketOf(submission.dedupeKey(target.contentKey)) } : {}),
    };
  });
  return { stream: reportStream(submission.reportId), expectedVersion: 0, events };
}

const bucketOf = (dedupeKey: Uint8Array): string => `target-${Buffer.from(dedupeKey).toString('hex').slice(0, 4)}`;
