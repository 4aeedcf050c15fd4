import {
  CATEGORIES,
  DISMISSAL_OUTCOMES,
  NOTE_VISIBILITIES,
  REFERRAL_RECIPIENTS,
  keysOf,
  type Category,
  type ClosedList,
  type DismissalOutcome,
  type NoteVisibility,
  type ReferralRecipient,
} from '#libs/contracts';
import { command } from '../../../api/client.js';
import { SelectField, TextArea, TextField, type Option } from '../../../parts/field.js';
import { useUnsent } from '../../../parts/unsent.js';
import { decisionWords } from '../../../words/decision.js';
import { useTerm, useWords } from '../../../words/language.js';
import { categoryOf } from '../case/case-measures.js';
import { isReferred, takesTwo } from '../second-person.js';
import type { SheetProps } from '../sheet.js';
import { useDraft } from './drafts.js';
import { SheetForm } from './sheet-form.js';
import { useSend } from './use-send.js';

export const useOptions = () => {
  const term = useTerm();
  return <K extends string>(list: ClosedList<K>): Option[] =>
    keysOf(list).map((key) => ({ value: key, label: term(list, key) }));
};

/** A sheet whose draft is kept until it was sent. */
export const useForm = <T extends object>(
  { view, close }: SheetProps,
  name: string,
  start: T,
  done: string,
  claims = false,
) => {
  const draft = useDraft(`${name} ${view.id}`, start);
  useUnsent(draft.dirty);
  const sending = useSend({
    view,
    claims,
    done,
    after: () => {
      draft.sent();
      close();
    },
  });
  return { ...draft, sending };
};

/** Ends a case with a reason in one's own words. */
export const DismissForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const options = useOptions();
  const start: { outcome: DismissalOutcome; reason: string } = {
    outcome: view.dismissal?.outcome ?? 'not-harmful',
    reason: '',
  };
  const form = useForm(props, 'dismiss', start, words.dismissalSent, view.status === 'open');
  const { outcome, reason } = form.value;
  return (
    <SheetForm
      title={view.status === 'awaiting-dismissal' ? words.confirmDismissal : words.dismissWith}
      view={view}
      close={close}
      sending={form.sending}
      disabled={reason.trim().length < 3}
      submit={() =>
        form.sending.send(() =>
          command('caseCommand', `/cases/${view.id}/dismiss`, { body: { outcome, reason }, version: view.version }),
        )
      }
    >
      {takesTwo(view) && <p className="two-needed small-text">{words.twoNeeded}</p>}
      <SelectField
        label={words.outcome}
        value={outcome}
        options={options(DISMISSAL_OUTCOMES)}
        onChange={(event) => form.change({ outcome: event.target.value as DismissalOutcome })}
      />
      <TextArea
        data-first
        label={words.reason}
        value={reason}
        error={form.sending.refusal?.of('/reason')}
        onChange={(event) => form.change({ reason: event.target.value })}
      />
    </SheetForm>
  );
};

/** Names what a case is about. */
export const ClassifyForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const options = useOptions();
  const start: { category: Category } = { category: categoryOf(view) ?? 'harmful-service' };
  const form = useForm(props, 'classify', start, words.classified, true);
  const { category } = form.value;
  return (
    <SheetForm
      title={words.classify}
      view={view}
      close={close}
      sending={form.sending}
      submit={() =>
        form.sending.send(() =>
          command('caseCommand', `/cases/${view.id}/classify`, { body: { category }, version: view.version }),
        )
      }
    >
      <SelectField
        data-first
        label={words.category}
        value={category}
        options={options(CATEGORIES)}
        hint={isReferred(category) ? words.referredAtOnce : undefined}
        onChange={(event) => form.change({ category: event.target.value as Category })}
      />
    </SheetForm>
  );
};

/** Hands the matter over to those whose it is; the decision goes on beside it. */
export const ReferForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const options = useOptions();
  const start: { recipient: ReferralRecipient; reason: string } = { recipient: 'police', reason: '' };
  const form = useForm(props, 'refer', start, words.referred);
  const { recipient, reason } = form.value;
  return (
    <SheetForm
      title={words.refer}
      view={view}
      close={close}
      sending={form.sending}
      disabled={reason.trim().length < 3}
      submit={() =>
        form.sending.send(() =>
          command('caseCommand', `/cases/${view.id}/refer`, { body: { recipient, reason }, version: view.version }),
        )
      }
    >
      <SelectField
        label={words.recipient}
        value={recipient}
        options={options(REFERRAL_RECIPIENTS)}
        onChange={(event) => form.change({ recipient: event.target.value as ReferralRecipient })}
      />
      <TextArea
        data-first
        label={words.reason}
        value={reason}
        onChange={(event) => form.change({ reason: event.target.value })}
      />
    </SheetForm>
  );
};

/** Adds a note for colleagues, or for the reporter. */
export const NoteForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const options = useOptions();
  const start: { visibility: NoteVisibility; text: string } = { visibility: 'internal', text: '' };
  const form = useForm(props, 'note', start, words.noted);
  const { visibility, text } = form.value;
  return (
    <SheetForm
      title={words.note}
      view={view}
      close={close}
      sending={form.sending}
      disabled={text.trim() === ''}
      submit={() =>
        form.sending.send(() => command('caseCommand', `/cases/${view.id}/notes`, { body: { visibility, text } }))
      }
    >
      <TextArea
        data-first
        label={words.noteText}
        value={text}
        onChange={(event) => form.change({ text: event.target.value })}
      />
      <SelectField
        label={words.noteFor}
        value={visibility}
        options={options(NOTE_VISIBILITIES)}
        onChange={(event) => form.change({ visibility: event.target.value as NoteVisibility })}
      />
    </SheetForm>
  );
};

/** Reads by hand what the program could not read. */
export const TargetForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const targetIndex = Math.max(
    0,
    view.targets.findIndex(({ state }) => state === 'unparseable'),
  );
  const form = useForm(props, 'target', { url: '' }, words.fixed, true);
  const { url } = form.value;
  return (
    <SheetForm
      title={words.fixTarget}
      view={view}
      close={close}
      sending={form.sending}
      disabled={url.trim().length < 3}
      submit={() =>
        form.sending.send(() =>
          command('caseCommand', `/cases/${view.id}/correct-target`, {
            body: { targetIndex, url },
            version: view.version,
          }),
        )
      }
    >
      <TextField
        label={words.fixTargetUrl}
        value={url}
        autoComplete="off"
        spellCheck={false}
        error={form.sending.refusal?.of('/url')}
        onChange={(event) => form.change({ url: event.target.value })}
      />
    </SheetForm>
  );
};

/** Back to open work, with a reason; also a dismissal that the second person does not confirm. */
export const ReopenForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const form = useForm(props, 'reopen', { reason: '' }, words.reopen);
  const { reason } = form.value;
  const second = view.status === 'awaiting-dismissal';
  return (
    <SheetForm
      title={second ? words.keepOpen : words.reopen}
      view={view}
      close={close}
      sending={form.sending}
      disabled={reason.trim().length < 3}
      submit={() =>
        form.sending.send(() =>
          command('caseCommand', `/cases/${view.id}/reopen`, { body: { reason }, version: view.version }),
        )
      }
    >
      <TextArea
        data-first
        label={second ? words.keepOpenReason : words.reason}
        value={reason}
        onChange={(event) => form.change({ reason: event.target.value })}
      />
    </SheetForm>
  );
};
