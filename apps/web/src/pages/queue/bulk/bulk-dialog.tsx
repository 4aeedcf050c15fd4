import { useState } from 'react';
import {
  CATEGORIES,
  DISMISSAL_PRESETS,
  keysOf,
  type BulkResult,
  type CaseSummary,
  type Category,
  type DismissalPreset,
} from '#libs/contracts';
import { useMe } from '../../../api/session.js';
import { Dialog } from '../../../parts/dialog.js';
import { SelectField, TextArea } from '../../../parts/field.js';
import { Pill } from '../../../parts/pill.js';
import { TargetLine } from '../../../parts/defanged-target.js';
import { bulkWords } from '../../../words/bulk.js';
import { decisionWords } from '../../../words/decision.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { isReferred } from '../second-person.js';
import type { Bulk } from './bulk.js';
import { useBulk, type Choice } from './run-bulk.js';

type Fate = 'will' | 'second' | 'heldBy' | 'notOpen';

const fateOf = (what: Bulk, one: CaseSummary, me: string): Fate => {
  if (what === 'note') return 'will';
  if (one.status !== 'open') return 'notOpen';
  if (one.claim !== undefined && one.claim.by !== me) return 'heldBy';
  return what === 'dismiss' && (one.plea || isReferred(one.category)) ? 'second' : 'will';
};

interface BulkDialogProps {
  readonly what: Bulk;
  readonly cases: readonly CaseSummary[];
  readonly onClose: (done: boolean) => void;
}

/** Case by case what would happen, before anything does; afterwards what became of each. */
export const BulkDialog = ({ what, cases, onClose }: BulkDialogProps) => {
  const words = useWords(bulkWords);
  const deciding = useWords(decisionWords);
  const term = useTerm();
  const me = useMe();
  const { number } = useFormats();
  const [choice, setChoice] = useState<Choice>({ preset: 'advertising', category: 'harmful-service', note: '' });
  const [result, setResult] = useState<BulkResult>();
  const bulk = useBulk();
  const fates = cases.map((one) => ({ one, fate: fateOf(what, one, me.id) }));
  const going = fates.filter(({ fate }) => fate === 'will' || fate === 'second').map(({ one }) => one);
  const missing = what === 'note' && choice.note.trim() === '';
  const outcome = (id: string) => result?.items.find((item) => item.id === id);
  return (
    <Dialog
      title={`${words[what]} · ${words.preview(number(cases.length))}`}
      wide
      onClose={() => onClose(result !== undefined)}
    >
      <p className="soft">{words.previewHint}</p>
      {what === 'dismiss' && (
        <SelectField
          label={deciding.reason}
          value={choice.preset}
          options={keysOf(DISMISSAL_PRESETS).map((key) => ({ value: key, label: term(DISMISSAL_PRESETS, key) }))}
          onChange={(event) => setChoice({ ...choice, preset: event.target.value as DismissalPreset })}
        />
      )}
      {what === 'classify' && (
        <SelectField
          label={deciding.category}
          value={choice.category}
          options={keysOf(CATEGORIES).map((key) => ({ value: key, label: term(CATEGORIES, key) }))}
          hint={isReferred(choice.category) ? deciding.referredAtOnce : undefined}
          onChange={(event) => setChoice({ ...choice, category: event.target.value as Category })}
        />
      )}
      {what === 'note' && (
        <TextArea
          label={deciding.noteText}
          value={choice.note}
          onChange={(event) => setChoice({ ...choice, note: event.target.value })}
        />
      )}
      {bulk.isError && (
        <p className="error-line" role="alert">
          {bulk.error.message}
        </p>
      )}
      <ul className="bulk-list" tabIndex={0} aria-label={words.preview(number(cases.length))}>
        {fates.map(({ one, fate }) => {
          const became = outcome(one.id);
          return (
            <li key={one.id}>
              <TargetLine target={one.target} />
              {became === undefined ? (
                <Pill tone={fate === 'will' ? 'notice' : fate === 'second' ? 'warning' : 'quiet'}>{words[fate]}</Pill>
              ) : (
                <Pill tone={became.ok ? 'success' : 'danger'}>{became.ok ? words.ok : (became.title ?? '')}</Pill>
              )}
            </li>
          );
        })}
      </ul>
      {going.length < cases.length && <p className="soft">{words.skipped(number(cases.length - going.length))}</p>}
      {result === undefined && (
        <button
          type="button"
          className="button main"
          disabled={going.length === 0 || missing || bulk.isPending}
          onClick={() =>
            bulk.mutate(
              { what, cases: going, choice, me: me.id },
              { onSuccess: (done) => (done.refused === 0 ? onClose(true) : setResult(done)) },
            )
          }
        >
          {bulk.isPending ? words.working : words.go(number(going.length))}
        </button>
      )}
    </Dialog>
  );
};
