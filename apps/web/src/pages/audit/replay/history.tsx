import { useEffect, useMemo, useRef } from 'react';
import type { AuditEvent, EventType } from '#libs/contracts';
import { EVENT_WORDS } from '../../../words/events.js';
import { useFieldName, useFieldValue } from '../../../words/fields.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';
import { Actor } from '../actor.js';
import { FieldValue } from '../field-value.js';

/** Known from the page already, or of no use to a reader. */
const QUIET: ReadonlySet<string> = new Set(['caseId', 'human', 'proposerHuman', 'orderId', 'requestId', 'approval']);

const Data = ({ event }: { readonly event: AuditEvent }) => {
  const words = useWords(replayWords);
  const nameOf = useFieldName();
  const show = useFieldValue();
  const fields = Object.entries(event.data).filter(
    ([field, value]) =>
      !QUIET.has(field) && (value !== null || event.redacted?.includes(field)) && show(field, value) !== '[]',
  );
  const full = fields.filter(([field, value]) => event.redacted?.includes(field) || show(field, value) !== '');
  if (full.length === 0) return null;
  return (
    <dl className="facts small-text">
      {full.map(([field, value]) => (
        <div key={field} className="fact">
          <dt>{nameOf(field)}</dt>
          <dd>
            {event.redacted?.includes(field) ? (
              <span className="redacted">{words.masked}</span>
            ) : (
              <FieldValue field={field} value={value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
};

interface HistoryProps {
  readonly events: readonly AuditEvent[];
  readonly moment: string;
  readonly go: (to: string) => void;
}

/** Every event with actor and cause; what came after the moment is still there, but faint. */
export const History = ({ events, moment: at, go }: HistoryProps) => {
  const words = useWords(replayWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const byId = useMemo(() => new Map(events.map((event) => [event.id, event])), [events]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelectorAll('[aria-current]');
    // Only the list moves: state and slider stay where they are.
    const first = current?.[0];
    if (list.current && first instanceof HTMLElement)
      list.current.scrollTop = first.offsetTop - list.current.offsetTop - 24;
  }, [at]);
  const name = (event: AuditEvent): string => term(EVENT_WORDS, event.type as EventType);
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      <ol className="replay-history" ref={list} tabIndex={0} aria-labelledby="history-title">
        {events.map((event) => {
          const cause = event.causationId === null ? undefined : byId.get(event.causationId);
          const later = event.recordedAt > at;
          return (
            <li
              key={event.id}
              className={later ? 'later' : undefined}
              aria-current={event.recordedAt === at ? 'step' : undefined}
            >
              <p>
                <button type="button" className="link" onClick={() => go(event.recordedAt)}>
                  {name(event)}
                </button>
                {later && <span className="unseen"> ({words.future})</span>}{' '}
                <span className="soft figure small-text">
                  {moment(event.recordedAt)} · {number(event.position)}
                </span>
              </p>
              <p className="soft small-text">
                <Actor actor={event.actor} />
                {cause && (
                  <>
                    {' · '}
                    {words.cause}{' '}
                    <button type="button" className="link" onClick={() => go(cause.recordedAt)}>
                      {name(cause)} {number(cause.position)}
                    </button>
                  </>
                )}
              </p>
              <Data event={event} />
            </li>
          );
        })}
      </ol>
    </section>
  );
};
