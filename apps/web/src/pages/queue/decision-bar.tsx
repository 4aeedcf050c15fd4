import { useQuery } from '@tanstack/react-query';
import { DISMISSAL_PRESETS, type CaseView } from '#libs/contracts';
import { holds, useMe } from '../../api/session.js';
import { useCommands, type Command } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { useNow } from '../../parts/now.js';
import { decisionWords } from '../../words/decision.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { useClaim } from './commands.js';
import type { Dismissal } from './decisions.js';
import { PRESETS } from './presets.js';
import { caseQuery } from './queries.js';
import { takesTwo } from './second-person.js';
import type { SheetName } from './sheet.js';

export interface Decide {
  readonly dismiss: (view: CaseView, body: Dismissal, label: string, two: boolean) => void;
  readonly undo: () => void;
  readonly open: (sheet: SheetName) => void;
}

interface Button extends Command {
  readonly look?: 'main' | 'preset';
  readonly title?: string;
}

const Buttons = ({ buttons }: { readonly buttons: readonly Button[] }) =>
  buttons.map(({ id, label, keys, run, enabled = true, look, title }) => (
    <button
      key={id}
      type="button"
      className={look === 'main' ? 'button main' : look === 'preset' ? 'button small preset' : 'button'}
      disabled={!enabled}
      title={title}
      onClick={run}
    >
      {look === 'preset' && <KeyHint id={id} keys={keys} />} {label}{' '}
      {look !== 'preset' && <KeyHint id={id} keys={keys} />}
    </button>
  ));

/**
 * What may be done with a case as it stands, by whom it is held. Nothing while the next one is on its way: a key pressed then
 * is meant for the case that comes, never for the one that is leaving.
 */
const useCaseButtons = (view: CaseView, { dismiss, open }: Decide, leaving: boolean) => {
  const words = useWords(decisionWords);
  const queue = useWords(queueWords);
  const term = useTerm();
  const me = useMe();
  const now = useNow();
  const mine = view.claim?.by === me.id;
  const free = view.claim === undefined || mine || Date.parse(view.claim.until) < now;
  const leads = !view.coordinating.includes(me.unit);
  const works = !leaving && view.status === 'open' && free && leads && holds(me, 'analyst');
  const second = !leaving && view.status === 'awaiting-dismissal' && view.dismissal?.by !== me.id;
  const claim = useClaim(view.id, mine ? 'release' : 'claim');
  const withdraw = useClaim(view.id, 'withdraw-proposal', view.version);
  const two = takesTwo(view);

  const presets: Button[] = PRESETS.map(({ preset, word }, index) => ({
    id: `dismiss-${preset}`,
    group: 'decision',
    label: words[word],
    title: term(DISMISSAL_PRESETS, preset),
    keys: String(index + 1),
    look: 'preset',
    run: () => dismiss(view, { preset }, words[word], two),
    enabled: works,
  }));
  const confirm: Button[] = [
    {
      id: 'confirm-dismissal',
      group: 'decision',
      label: words.confirmDismissal,
      keys: 'y',
      look: 'main',
      enabled: second,
      run: () => {
        const preset = view.dismissal?.preset;
        if (preset === undefined) open('dismiss');
        else dismiss(view, { preset }, term(DISMISSAL_PRESETS, preset), false);
      },
    },
    {
      id: 'keep-open',
      group: 'decision',
      label: words.keepOpen,
      keys: 'o',
      run: () => open('reopen'),
      enabled: view.status === 'awaiting-dismissal',
    },
  ];
  const actions: Button[] = [
    {
      id: 'dismiss-other',
      group: 'decision',
      label: words.otherReason,
      keys: '0',
      look: 'preset',
      run: () => open('dismiss'),
      enabled: works,
    },
    { id: 'note', group: 'case', label: words.note, keys: 'w', run: () => open('note') },
    { id: 'refer', group: 'case', label: words.referShort, title: words.refer, keys: 'r', run: () => open('refer') },
    { id: 'classify', group: 'case', label: words.classify, keys: 'l', run: () => open('classify'), enabled: works },
    {
      id: 'claim',
      group: 'decision',
      label: mine ? queue.release : queue.claim,
      keys: 'c',
      run: () => claim.mutate(),
      enabled: works && !claim.isPending,
    },
    { id: 'propose', group: 'decision', label: words.propose, keys: 'p', run: () => open('propose'), enabled: works },
  ];
  const rare: Button[] = [
    ...(view.order?.status === 'in-force' && view.unit === me.unit && holds(me, 'approver')
      ? [
          {
            id: 'withdraw-order',
            group: 'decision' as const,
            label: words.withdrawOrder,
            keys: 'o',
            run: () => open('withdraw-order'),
            enabled: !leaving,
          },
        ]
      : []),
    ...(view.status === 'open' && view.targets.some(({ state }) => state === 'unparseable')
      ? [{ id: 'fix-target', group: 'case' as const, label: words.fixTarget, keys: 't', run: () => open('target') }]
      : []),
    ...(view.status === 'dismissed' || view.status === 'closed'
      ? [{ id: 'reopen', group: 'decision' as const, label: words.reopen, keys: 'o', run: () => open('reopen') }]
      : []),
    ...(view.status === 'awaiting-approval' && view.proposal?.by === me.id
      ? [
          {
            id: 'withdraw',
            group: 'decision' as const,
            label: words.withdraw,
            keys: 'o',
            run: () => withdraw.mutate(),
            enabled: !withdraw.isPending,
          },
        ]
      : []),
  ];
  return { presets, confirm: view.status === 'awaiting-dismissal' ? confirm : [], actions, rare };
};

interface CaseButtonsProps {
  readonly view: CaseView;
  readonly decide: Decide;
  readonly leaving: boolean;
}

const CaseButtons = ({ view, decide, leaving }: CaseButtonsProps) => {
  const words = useWords(decisionWords);
  const { presets, confirm, actions, rare } = useCaseButtons(view, decide, leaving);
  const [other, ...rest] = actions;
  useCommands([...presets, ...confirm, ...actions, ...rare]);
  return (
    <>
      {confirm.length > 0 && (
        <div className="bar-line">
          <Buttons buttons={confirm} />
        </div>
      )}
      {view.status === 'open' && other && (
        <div className="bar-line presets" role="group" aria-label={words.dismissWith}>
          <span className="soft small-text bar-label">{words.dismissWith}</span>
          <Buttons buttons={[...presets, other]} />
        </div>
      )}
      <div className="bar-line">
        <Buttons buttons={rare} />
        <Buttons buttons={view.status === 'open' ? rest : rest.filter(({ group }) => group === 'case').slice(0, 2)} />
      </div>
    </>
  );
};

interface DecisionBarProps {
  readonly caseId: string | undefined;
  readonly decide: Decide;
  /** Only those who work on cases themselves take the next one. */
  readonly claimNext: (() => void) | undefined;
  readonly claiming: boolean;
}

/** What can be done, with its keys, always at the same place. */
export const DecisionBar = ({ caseId, decide, claimNext, claiming }: DecisionBarProps) => {
  const words = useWords(queueWords);
  const deciding = useWords(decisionWords);
  const { data: view } = useQuery({ ...caseQuery(caseId ?? ''), enabled: caseId !== undefined });
  useCommands([
    { id: 'undo', group: 'decision', label: deciding.undo, keys: 'z', run: decide.undo },
    ...(claimNext
      ? [
          {
            id: 'claim-next',
            group: 'decision' as const,
            label: words.claimNext,
            keys: 'n',
            run: claimNext,
            enabled: !claiming,
          },
        ]
      : []),
  ]);
  return (
    <footer className="decision-bar not-on-paper" aria-label={deciding.decisions}>
      {caseId !== undefined && view && <CaseButtons key={caseId} view={view} decide={decide} leaving={claiming} />}
      {claimNext && (
        <button type="button" className="button main bar-next" disabled={claiming} onClick={claimNext}>
          {words.claimNext} <KeyHint id="claim-next" keys="n" />
        </button>
      )}
    </footer>
  );
};
