import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { IssuedAnswerLink, RequestKind } from '#libs/contracts';
import { command } from '../../../api/client.js';
import { useNamed } from '../../../api/names.js';
import { CommandForm } from '../../../parts/command-form.js';
import { Dialog } from '../../../parts/dialog.js';
import { TextArea } from '../../../parts/field.js';
import { toast } from '../../../parts/toasts.js';
import { answerLinkWords } from '../../../words/answer-links.js';
import { useWords } from '../../../words/language.js';
import { CopyButton } from '../../../parts/copy-button.js';

export interface OneLink {
  readonly order: string;
  readonly provider: string;
  readonly kind: RequestKind;
}

/** Closes one link, with a reason. */
export const RevokeForm = ({ one, close }: { readonly one: OneLink; readonly close: () => void }) => {
  const words = useWords(answerLinkWords);
  const [reason, setReason] = useState('');
  const { order, ...which } = one;
  const provider = useNamed('provider', one.provider)?.name ?? one.provider;
  const revoke = useMutation({
    mutationFn: () => command('answerLink', `/orders/${order}/answer-links/revoke`, { body: { ...which, reason } }),
    onSuccess: () => {
      toast({ text: words.revoked });
      close();
    },
  });
  return (
    <Dialog title={words.revokeOf(provider)} onClose={close}>
      <CommandForm sending={revoke} send={() => revoke.mutate()} button={words.revoke} disabled={reason.trim() === ''}>
        <p className="soft small-text">{words.revokeHint}</p>
        <TextArea
          data-first
          label={words.reason}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </CommandForm>
    </Dialog>
  );
};

interface IssueButtonProps {
  readonly one: OneLink;
  readonly label: string;
  readonly issued: (link: IssuedAnswerLink) => void;
}

/** Issues a link in the place of a revoked one. */
export const IssueButton = ({ one, label, issued }: IssueButtonProps) => {
  const words = useWords(answerLinkWords);
  const { order, ...which } = one;
  const issue = useMutation({
    mutationFn: () => command('issuedAnswerLink', `/orders/${order}/answer-links/issue`, { body: which }),
    onSuccess: issued,
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
  });
  return (
    <button
      type="button"
      className="button small"
      aria-label={label}
      disabled={issue.isPending}
      onClick={() => issue.mutate()}
    >
      {words.issue}
    </button>
  );
};

/** Shown once, to be handed on: a key for one request. */
export const FreshLink = ({ link, close }: { readonly link: IssuedAnswerLink; readonly close: () => void }) => {
  const words = useWords(answerLinkWords);
  return (
    <Dialog title={words.issued} onClose={close}>
      <div className="stack">
        <p className="small-text">{words.issuedHint}</p>
        <p className="mono fresh-link">{link.url}</p>
        <CopyButton text={link.url} />
        <button type="button" className="button main" onClick={close}>
          {words.done}
        </button>
      </div>
    </Dialog>
  );
};
