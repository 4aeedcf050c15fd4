import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  ANSWER_LINK_STATES,
  REQUEST_KINDS,
  type AnswerLinkView,
  type CaseView,
  type IssuedAnswerLink,
} from '#libs/contracts';
import { call } from '../../../api/client.js';
import { caseKey } from '../../../api/keys.js';
import { useNamed } from '../../../api/names.js';
import { holds, useMe } from '../../../api/session.js';
import { Person, Provider } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { answerLinkWords } from '../../../words/answer-links.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { FreshLink, IssueButton, RevokeForm, type OneLink } from './case-link-forms.js';

const TONES = { open: 'success', revoked: 'danger', over: 'notice', off: 'notice' } as const;

interface RowProps {
  readonly one: OneLink;
  readonly link: AnswerLinkView;
  readonly may: boolean;
  readonly revoke: () => void;
  readonly issued: (link: IssuedAnswerLink) => void;
}

const Row = ({ one, link, may, revoke, issued }: RowProps) => {
  const words = useWords(answerLinkWords);
  const term = useTerm();
  const { moment } = useFormats();
  const provider = useNamed('provider', one.provider)?.name ?? one.provider;
  const { state, revoked, until } = link;
  return (
    <li data-link={`${one.provider} ${one.kind}`}>
      <Provider id={one.provider} /> · {term(REQUEST_KINDS, one.kind)}{' '}
      <Pill tone={TONES[state]}>{term(ANSWER_LINK_STATES, state)}</Pill>{' '}
      {may && state !== 'revoked' && (
        <button type="button" className="button small" aria-label={words.revokeOf(provider)} onClick={revoke}>
          {words.revoke}
        </button>
      )}
      {may && state === 'revoked' && <IssueButton one={one} label={words.issueOf(provider)} issued={issued} />}
      <p className="soft small-text">
        {revoked ? (
          <>
            <Person id={revoked.by} /> · {moment(revoked.at)}
            {revoked.reason !== null && (
              <>
                {' '}
                · <SafeText>{revoked.reason}</SafeText>
              </>
            )}
          </>
        ) : (
          words.until(moment(until))
        )}
      </p>
    </li>
  );
};

/** The links at which an order's requests are answered without an account; nothing where no provider is given one. */
export const CaseLinks = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(answerLinkWords);
  const me = useMe();
  const [revoking, setRevoking] = useState<OneLink>();
  const [fresh, setFresh] = useState<IssuedAnswerLink>();
  const order = view.order?.id ?? '';
  const found = useQuery({
    queryKey: [...caseKey(view.id), 'links', order],
    queryFn: ({ signal }) => call('order', `/orders/${order}`, { signal }),
    enabled: view.order !== undefined && view.order.status !== 'letter-sent',
  });
  const links = (found.data?.requests ?? []).flatMap(({ provider, answerLinks }) =>
    answerLinks.map((link) => ({ one: { order, provider, kind: link.kind }, link })),
  );
  if (links.length === 0) return null;
  const may = holds(me, 'approver') && view.unit === me.unit;
  const again = (): void => void found.refetch();
  return (
    <section className="block case-links">
      <h3>{words.title}</h3>
      <ul className="notes">
        {links.map(({ one, link }) => (
          <Row
            key={`${one.provider} ${one.kind}`}
            one={one}
            link={link}
            may={may}
            revoke={() => setRevoking(one)}
            issued={(issued) => {
              setFresh(issued);
              again();
            }}
          />
        ))}
      </ul>
      {revoking && (
        <RevokeForm
          one={revoking}
          close={() => {
            setRevoking(undefined);
            again();
          }}
        />
      )}
      {fresh && <FreshLink link={fresh} close={() => setFresh(undefined)} />}
    </section>
  );
};
