import { useEffect, useState } from 'react';
import type { CaseView } from '#libs/contracts';
import { Refusal } from '../../api/refusal.js';
import { useMe } from '../../api/session.js';
import { useCommands, type Command } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { Conflict } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { approvalWords } from '../../words/approvals.js';
import { useWords } from '../../words/language.js';
import type { Check } from './checks.js';
import { useDecide } from './decide.js';
import { PassSheet, ReasonSheet } from './sheets.js';

interface ApprovalBarProps {
  readonly view: CaseView | undefined;
  readonly checks: readonly Check[];
  /** Whether this person's unit leads the case; otherwise it is asked as second unit. */
  readonly leads: boolean;
  /** Whether everything there is to look at has arrived: before that nothing can be signed. */
  readonly ready: boolean;
  readonly next: () => void;
}

/** How long this case has been looked at, while the page could be seen (seconds). */
const useWatch = (): number => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') setSeconds((now) => now + 1);
    }, 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return seconds;
};

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * Signing takes one key where nothing speaks against it. Where something has to be looked at closely, the first press goes to it
 * and the second signs; where the server would refuse, no key signs.
 */
export const ApprovalBar = ({ view, checks, leads, ready, next }: ApprovalBarProps) => {
  const words = useWords(approvalWords);
  const me = useMe();
  const decide = useDecide(view);
  const [sheet, setSheet] = useState<'return' | 'pass'>();
  const [lookedAt, setLookedAt] = useState<string>();
  const seconds = useWatch();
  const proposal = view?.status === 'awaiting-approval' ? view.proposal : undefined;
  const dismissal = view?.status === 'awaiting-dismissal' ? view.dismissal : undefined;
  const stops = checks.filter(({ level }) => level === 'stop');
  const looks = checks.filter(({ level }) => level === 'look');
  const idle = ready && !decide.isPending && sheet === undefined;
  const mine = dismissal?.by === me.id;
  const canSign = idle && ((proposal !== undefined && !proposal.hidden) || (dismissal !== undefined && !mine && leads));

  const sign = (): void => {
    if (proposal !== undefined) {
      const here = document.getElementById('approval-checks');
      if (stops.length > 0 || (looks.length > 0 && lookedAt !== proposal.digest)) {
        here?.scrollIntoView({ block: 'nearest' });
        toast({ text: stops.length > 0 ? words.stoppedToast : words.pressAgain(String(looks.length)) });
        if (stops.length === 0) setLookedAt(proposal.digest);
        return;
      }
      const said = leads ? (proposal.competent ? words.approvedOrder : words.approvedLetter) : words.agreedDone;
      decide.mutate({ path: leads ? 'approve' : 'agree', body: { digest: proposal.digest }, said, then: next });
    } else if (dismissal !== undefined) {
      // The confirmation names the same outcome and reason; a preset stands for both.
      const { outcome, preset, reason } = dismissal;
      const body = preset === undefined ? { outcome, reason: reason ?? '—' } : { preset };
      decide.mutate({ path: 'dismiss', body, said: words.dismissedDone, then: next });
    }
  };
  const canReturn = idle && leads && (proposal !== undefined || dismissal !== undefined);
  const canPass = idle && leads && proposal !== undefined;
  const signLabel = dismissal !== undefined ? words.confirmDismissal : leads ? words.approve : words.agree;
  const returnLabel = dismissal !== undefined ? words.reopen : words.doReturn;
  const commands: readonly Command[] = [
    { id: 'approve', group: 'decision', label: signLabel, keys: 'a', run: sign, enabled: canSign },
    {
      id: 'return',
      group: 'decision',
      label: returnLabel,
      keys: 'r',
      run: () => setSheet('return'),
      enabled: canReturn,
    },
    { id: 'pass', group: 'decision', label: words.pass, keys: 'p', run: () => setSheet('pass'), enabled: canPass },
  ];
  useCommands(commands);
  const conflict = decide.error instanceof Refusal && decide.error.conflict ? decide.error : undefined;
  const close = (): void => setSheet(undefined);
  return (
    <footer className="decision-bar approval-bar not-on-paper">
      {conflict && <Conflict refusal={conflict} show={() => decide.reset()} />}
      {view !== undefined && sheet === 'return' && (
        <ReasonSheet
          title={returnLabel}
          hint={words.returnHint}
          busy={decide.isPending}
          close={close}
          send={(reason) =>
            decide.mutate({
              path: dismissal === undefined ? 'return' : 'reopen',
              body: { reason },
              said: dismissal === undefined ? words.returnedDone : words.reopenedDone,
              then: next,
            })
          }
        />
      )}
      {proposal !== undefined && sheet === 'pass' && (
        <PassSheet
          proposer={proposal.by}
          busy={decide.isPending}
          close={close}
          send={(to, reason) =>
            decide.mutate({
              path: 'pass',
              body: { digest: proposal.digest, to, reason },
              said: words.passedDone,
              then: next,
            })
          }
        />
      )}
      <div className="bar-line">
        {view !== undefined && <span className="soft small-text watch">{words.watching(clock(seconds))}</span>}
        <button type="button" className="button quiet" disabled={!canPass} onClick={() => setSheet('pass')}>
          {words.pass} <KeyHint id="pass" keys="p" />
        </button>
        <button type="button" className="button" disabled={!canReturn} onClick={() => setSheet('return')}>
          {returnLabel} <KeyHint id="return" keys="r" />
        </button>
        <button
          type="button"
          className="button main"
          disabled={!canSign || stops.length > 0}
          aria-describedby={checks.length > 0 ? 'approval-look' : undefined}
          onClick={sign}
        >
          {signLabel} <KeyHint id="approve" keys="a" />
        </button>
      </div>
    </footer>
  );
};
