import {
  ACTIONS,
  CATEGORIES,
  REACH_EXTENTS,
  SPEECH_KINDS,
  type Action,
  type Category,
  type ProposeTakedown,
  type SpeechKind,
} from '#libs/contracts';
import { command } from '../../../api/client.js';
import { SelectField, TextArea, TextField } from '../../../parts/field.js';
import { SafeText } from '../../../parts/safe-text.js';
import { useUnsent } from '../../../parts/unsent.js';
import { decisionWords } from '../../../words/decision.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { categoryOf } from '../case/case-measures.js';
import { useVerdicts } from '../queries.js';
import { isReferred } from '../second-person.js';
import type { SheetProps } from '../sheet.js';
import { useDraft } from './drafts.js';
import { SheetForm } from './sheet-form.js';
import { useOptions } from './small-forms.js';
import { useSend } from './use-send.js';

/** How long an order lasts unless somebody asks for less or more. */
const DAYS = 90;

interface Draft {
  readonly category: Category;
  readonly action: Action | '';
  readonly legalBasis: string;
  readonly reasons: string;
  readonly proportionality: string;
  readonly stated: string;
  readonly verifiedHow: string;
  readonly speech: SpeechKind | '';
  readonly days: string;
}

/**
 * Proposes: the narrowest action that the walls let through, its legal basis and a length are filled in, so that only the reasons
 * have to be written. What is chosen here is asked again by the server, and by another person.
 */
export const ProposeForm = ({ view, close }: SheetProps) => {
  const words = useWords(decisionWords);
  const term = useTerm();
  const options = useOptions();
  const { number } = useFormats();
  const start: Draft = {
    category: categoryOf(view) ?? 'harmful-service',
    action: '',
    legalBasis: '',
    reasons: '',
    proportionality: '',
    stated: '',
    verifiedHow: '',
    speech: '',
    days: '',
  };
  const { value, change, dirty, sent } = useDraft(`propose ${view.id}`, start);
  useUnsent(dirty);
  const found = useVerdicts(view.id, view.version, value.category, 0);
  const able = found.data?.actions.filter(({ proposable }) => proposable) ?? [];
  const chosen = able.find(({ action }) => action === value.action) ?? able[0];
  const bases = chosen?.legalBases.filter(({ verdict }) => verdict === 'competent' || verdict === 'authority') ?? [];
  const legalBasis = bases.some(({ id }) => id === value.legalBasis)
    ? value.legalBasis
    : (chosen?.competence.legalBasis ?? bases[0]?.id ?? '');
  const most = chosen?.mandate.maxDays ?? undefined;
  const days = value.days === '' ? Math.min(DAYS, most ?? DAYS) : Number(value.days);
  const needs = (condition: string): boolean => chosen?.mandate.conditions.some((one) => one === condition) ?? false;
  const sending = useSend({
    view,
    claims: true,
    done: words.proposed,
    after: () => {
      sent();
      close();
    },
  });

  const submit = (): void => {
    if (!chosen) return;
    const body: ProposeTakedown = {
      action: chosen.action,
      category: value.category,
      legalBasis,
      reasons: value.reasons,
      targetIndex: 0,
      expiresInDays: days,
      ...(needs('proportionality') ? { proportionality: value.proportionality } : {}),
      ...(needs('harm-statement') ? { harm: { stated: value.stated, verifiedHow: value.verifiedHow } } : {}),
      ...(value.speech === '' ? {} : { speech: value.speech }),
    };
    sending.send(async () => {
      // A category that was only suggested until now is decided by proposing under it.
      const { version } =
        view.category === value.category
          ? view
          : await command('caseCommand', `/cases/${view.id}/classify`, {
              body: { category: value.category },
              version: view.version,
            });
      await command('caseCommand', `/cases/${view.id}/propose`, { body, version });
    });
  };

  const { refusal } = sending;
  const ready =
    chosen !== undefined &&
    value.reasons.trim().length >= 3 &&
    (!needs('proportionality') || value.proportionality.trim().length >= 3) &&
    (!needs('harm-statement') || (value.stated.trim().length >= 3 && value.verifiedHow.trim().length >= 3));
  return (
    <SheetForm title={words.propose} view={view} close={close} sending={sending} submit={submit} disabled={!ready}>
      <div className="sheet-columns">
        <div className="stack">
          <TextArea
            data-first
            label={words.reasons}
            hint={words.reasonsHint}
            value={value.reasons}
            error={refusal?.of('/reasons')}
            onChange={(event) => change({ reasons: event.target.value })}
          />
          {needs('harm-statement') && (
            <>
              <TextArea
                label={words.harmStated}
                value={value.stated}
                error={refusal?.of('/harm/stated')}
                onChange={(event) => change({ stated: event.target.value })}
              />
              <TextArea
                label={words.harmVerified}
                value={value.verifiedHow}
                error={refusal?.of('/harm/verifiedHow')}
                onChange={(event) => change({ verifiedHow: event.target.value })}
              />
            </>
          )}
          {needs('proportionality') && (
            <TextArea
              label={words.proportionality}
              hint={words.proportionalityHint}
              value={value.proportionality}
              error={refusal?.of('/proportionality')}
              onChange={(event) => change({ proportionality: event.target.value })}
            />
          )}
        </div>
        <div className="stack">
          <SelectField
            label={words.category}
            value={value.category}
            options={options(CATEGORIES)}
            hint={view.category !== value.category && isReferred(value.category) ? words.referredAtOnce : undefined}
            onChange={(event) => change({ category: event.target.value as Category, action: '' })}
          />
          {found.data && able.length === 0 && <p className="error-line">{words.notProposable}</p>}
          {found.isError && <p className="error-line">{found.error.message}</p>}
          {chosen && (
            <>
              <SelectField
                label={words.action}
                value={chosen.action}
                options={able.map(({ action }) => ({ value: action, label: term(ACTIONS, action) }))}
                hint={
                  <>
                    {term(REACH_EXTENTS, chosen.reach.extent)}
                    {chosen.reach.name !== null && (
                      <>
                        : <SafeText>{chosen.reach.name.replaceAll('.', '[.]')}</SafeText>
                      </>
                    )}
                    {chosen.competence.verdict === 'authority' && (
                      <>
                        . <SafeText>{words.letterTo(chosen.competence.authorityName ?? '')}</SafeText>
                      </>
                    )}
                  </>
                }
                onChange={(event) => change({ action: event.target.value as Action })}
              />
              <SelectField
                label={words.legalBasis}
                value={legalBasis}
                options={bases.map(({ id, citation }) => ({ value: id, label: citation }))}
                onChange={(event) => change({ legalBasis: event.target.value })}
              />
              <div className="sheet-pair">
                <TextField
                  label={words.days}
                  type="number"
                  min={1}
                  max={most}
                  value={String(days)}
                  hint={most === undefined ? undefined : words.daysMost(number(most))}
                  error={refusal?.of('/expiresInDays')}
                  onChange={(event) => change({ days: event.target.value })}
                />
                {needs('second-unit-for-speech') && (
                  <SelectField
                    label={words.speech}
                    value={value.speech}
                    options={[{ value: '', label: words.speechNone }, ...options(SPEECH_KINDS)]}
                    onChange={(event) => change({ speech: event.target.value as SpeechKind | '' })}
                  />
                )}
              </div>
            </>
          )}
        </div>
      </div>
    </SheetForm>
  );
};
