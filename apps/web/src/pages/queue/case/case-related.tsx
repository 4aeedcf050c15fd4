import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { CASE_STATUSES, NEAR_DUPLICATE_REASONS, type CaseView, type NeighbourCase } from '#libs/contracts';
import { TargetLine } from '../../../parts/defanged-target.js';
import { SafeText } from '../../../parts/safe-text.js';
import { Failed, Loading } from '../../../parts/states.js';
import { caseWords } from '../../../words/case.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { useNeighbours } from '../queries.js';

/** Opens another case; a button, because a reported address is never a link. */
const useOpen = () => {
  const navigate = useNavigate();
  return useCallback(
    (caseId: string) => void navigate({ to: '/vu-viec/{-$caseId}', params: { caseId }, search: (before) => before }),
    [navigate],
  );
};

const Neighbour = ({ one, why }: { readonly one: NeighbourCase; readonly why?: string }) => {
  const term = useTerm();
  const open = useOpen();
  return (
    <li>
      <button type="button" className="related" onClick={() => open(one.id)}>
        <TargetLine target={one.target} />
        <span className="soft small-text">
          {term(CASE_STATUSES, one.status)}
          {why !== undefined && <> · {why}</>}
          {one.order?.reference != null && (
            <>
              {' '}
              · <SafeText>{one.order.reference}</SafeText>
            </>
          )}
        </span>
      </button>
    </li>
  );
};

const FEW = 4;

/** What else is known on the same host and domain, and what may be the same thing. */
export const CaseRelated = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { number, day } = useFormats();
  const found = useNeighbours(view.id);
  const open = useOpen();
  const groups = [
    { group: found.data?.host, title: words.sameHost },
    { group: found.data?.domain, title: words.sameDomain },
  ];
  const near = found.data?.nearDuplicates ?? [];
  const none = near.length === 0 && view.related.length === 0 && groups.every(({ group }) => !group?.total);
  return (
    <section className="block">
      <h3>{words.related}</h3>
      {found.isPending && <Loading rows={2} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && none && <p className="soft small-text">{words.noRelated}</p>}
      {near.length > 0 && (
        <>
          <h4>{words.near}</h4>
          <ul>
            {near.slice(0, FEW).map(({ case: one, why }) => (
              <Neighbour key={one.id} one={one} why={term(NEAR_DUPLICATE_REASONS, why)} />
            ))}
          </ul>
        </>
      )}
      {view.related.length > 0 && (
        <>
          <h4>{words.earlier}</h4>
          <ul>
            {view.related.slice(0, FEW).map(({ id, status, openedAt }) => (
              <li key={id}>
                <button type="button" className="related" onClick={() => open(id)}>
                  <span>{term(CASE_STATUSES, status)}</span>
                  <span className="soft small-text">{day(openedAt)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {groups.map(
        ({ group, title }, index) =>
          group != null &&
          group.total > 0 && (
            <div key={index}>
              <h4>
                <SafeText>{title(group.name.replaceAll('.', '[.]'))}</SafeText>{' '}
                <span className="count-soft">{number(group.total)}</span>
              </h4>
              <ul>
                {group.items.slice(0, FEW).map((one) => (
                  <Neighbour key={one.id} one={one} />
                ))}
              </ul>
              {group.total > FEW && (
                <p className="soft small-text">
                  {words.others(number(group.total - Math.min(FEW, group.items.length)))}
                </p>
              )}
            </div>
          ),
      )}
    </section>
  );
};
