import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { CaseReplay } from '#libs/contracts';
import { call } from '../../../api/client.js';
import { useCommands } from '../../../keys/commands.js';
import { Failed, Loading } from '../../../parts/states.js';
import { useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';
import { stepOf } from '../asked.js';
import { History } from './history.js';
import { PoliciesThen } from './policies-then.js';
import { ReplayHead } from './replay-head.js';
import { StateThen } from './state-then.js';
import { TimeSlider } from './time-slider.js';

const route = getRouteApi('/giam-sat/vu-viec/$caseId');

const useReplay = (caseId: string, query: { at?: string | undefined; purpose?: string | undefined }, enabled = true) =>
  useQuery({
    queryKey: ['replay', caseId, query.at ?? null, query.purpose ?? null],
    queryFn: ({ signal }) => call('replay', `/audit/cases/${caseId}/replay`, { query, signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: query.at === undefined ? 30_000 : Infinity, // the past does not change
  });

/** The moments of a case: what was recorded together is one step. */
const momentsOf = (events: CaseReplay['events']): string[] => [...new Set(events.map(({ recordedAt }) => recordedAt))];

/** "Why was this blocked in March?": the case as it stood at any moment, state beside history. */
export const ReplayPage = () => {
  const words = useWords(replayWords);
  const { caseId } = route.useParams();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const [purpose, setPurpose] = useState<string>();
  const whole = useReplay(caseId, { purpose });
  const events = whole.data?.events;
  const moments = useMemo(() => momentsOf(events ?? []), [events]);
  const step = stepOf(asked, moments);
  const moment = moments[step];
  // The newest state is in the answer already, in clear where a purpose was stated.
  const isLast = step === moments.length - 1;
  const past = useReplay(caseId, { at: moment }, moment !== undefined && !isLast);
  const then = isLast ? whole.data : past.data;
  const go = (to: number): void => {
    const next = moments[Math.min(Math.max(0, to), moments.length - 1)];
    if (next !== undefined) void navigate({ search: { at: next }, replace: true });
  };
  useCommands([
    { id: 'replay-later', group: 'list', label: words.later, keys: 'j', run: () => go(step + 1) },
    { id: 'replay-earlier', group: 'list', label: words.earlier, keys: 'k', run: () => go(step - 1) },
  ]);
  if (whole.isPending) return <Loading rows={6} />;
  if (whole.isError) return <Failed error={whole.error} retry={() => void whole.refetch()} />;
  if (moment === undefined) return <Failed error={words.notThere} />;
  const last = whole.data.events.findLast(({ recordedAt }) => recordedAt === moment);
  const period = whole.data.policies.findLast(({ fromPosition }) => fromPosition <= (last?.position ?? 0));
  return (
    <article className="page replay" aria-labelledby="replay-title">
      <ReplayHead caseId={caseId} moment={moment} purpose={purpose} state={setPurpose} />
      <TimeSlider moments={moments} step={step} go={go} />
      <div className="replay-columns">
        <div className="stack">
          {then ? <StateThen replay={then} /> : <Loading rows={4} />}
          {period && <PoliciesThen period={period} used={then} />}
        </div>
        <History events={whole.data.events} moment={moment} go={(to) => go(moments.indexOf(to))} />
      </div>
    </article>
  );
};
