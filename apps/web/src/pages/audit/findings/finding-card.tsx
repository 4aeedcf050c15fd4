import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FindingView } from '#libs/contracts';
import { command } from '../../../api/client.js';
import { Countdown } from '../../../parts/countdown.js';
import { Unit } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { toast } from '../../../parts/toasts.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { CaseLink } from '../case-link.js';

interface FindingCardProps {
  readonly finding: FindingView;
  readonly auditor: boolean;
  readonly answer: () => void;
}

const TONES = { raised: 'warning', answered: 'notice', closed: 'quiet' } as const;

export const FindingCard = ({ finding, auditor, answer }: FindingCardProps) => {
  const words = useWords(auditWords);
  const { moment } = useFormats();
  const queries = useQueryClient();
  const { findingId, status, unit, caseId, text, answerBy, raisedAt, overdue } = finding;
  const close = useMutation({
    mutationFn: () => command('findingResult', `/findings/${findingId}/close`, { body: {} }),
    onSuccess: () => toast({ text: words.closedNow }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['findings'] }),
  });
  return (
    <article className="answer">
      <header>
        <h2>
          <Unit id={unit} />
        </h2>
        <Pill tone={overdue ? 'danger' : TONES[status]}>{words[status]}</Pill>
        {status === 'raised' && <Countdown to={answerBy} />}
      </header>
      <p className="soft small-text">
        {moment(raisedAt)}
        {caseId !== null && auditor && (
          <>
            {' · '}
            {words.case} <CaseLink id={caseId.replace(/^case-/, '')} />
          </>
        )}
      </p>
      {text !== null && <SafeText block>{text}</SafeText>}
      {finding.answer !== null && (
        <blockquote>
          <p className="soft small-text">{words.answerText}</p>
          <SafeText block>{finding.answer}</SafeText>
        </blockquote>
      )}
      {!auditor && status === 'raised' && (
        <p>
          <button type="button" className="button main small" onClick={answer}>
            {words.answer}
          </button>
        </p>
      )}
      {auditor && status === 'answered' && (
        <p>
          <button type="button" className="button small" disabled={close.isPending} onClick={() => close.mutate()}>
            {words.close}
          </button>
        </p>
      )}
    </article>
  );
};
