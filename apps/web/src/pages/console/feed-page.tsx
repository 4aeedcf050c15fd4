import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FeedHealth } from '#libs/contracts';
import { useNow } from '../../parts/now.js';
import { Pill } from '../../parts/pill.js';
import { Failed, Loading } from '../../parts/states.js';
import { consolePageWords } from '../../words/console-pages.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { useFeed } from './queries.js';

const SILENT = 15 * 60_000;
const LATE = 5 * 60;

const Measure = ({
  name,
  value,
  more,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly more?: ReactNode;
}) => (
  <div className="feed-measure">
    <dt>{name}</dt>
    <dd>
      <strong className="figure">{value}</strong>
      {more && <span className="soft small-text">{more}</span>}
    </dd>
  </div>
);

/** One sentence that says whether anything has to be done. */
const Verdict = ({ feed }: { readonly feed: FeedHealth }) => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const { number, span } = useFormats();
  const { lastSeenAt, lagItems, lagSeconds, now } = feed;
  if (lastSeenAt === null)
    return (
      <div className="feed-verdict danger">
        <strong>{words.feedNever}</strong>
        <p>
          {words.feedNeverHint} <Link to="/doanh-nghiep/cach-noi">{common.howTo}</Link>
        </p>
      </div>
    );
  if (lagItems > 0 && lagSeconds > LATE)
    return (
      <p className="feed-verdict danger">
        <strong>{words.feedLate(number(lagItems), span(lagSeconds * 1_000))}</strong>
      </p>
    );
  const silent = Date.parse(now) - Date.parse(lastSeenAt);
  if (silent > SILENT)
    return (
      <p className="feed-verdict warning">
        <strong>{words.feedSilent(span(silent))}</strong>
      </p>
    );
  return (
    <p className="feed-verdict success">
      <strong>{words.feedGood}</strong>
    </p>
  );
};

/** How the provider's own feed does, in one sentence and six figures. */
export const FeedPage = () => {
  const words = useWords(consolePageWords);
  const { number, moment, ago, span } = useFormats();
  const now = useNow();
  const feed = useFeed();
  const when = (at: string | null) => (at === null ? words.never : ago(at, Math.max(now, Date.parse(at))));
  const exactly = (at: string | null) => at !== null && <time dateTime={at}>{moment(at)}</time>;
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.feedTitle}</h1>
        {feed.data && (
          <Pill tone="notice">
            {words.lane}: {feed.data.lane === 'sandbox' ? words.laneTest : words.laneReal}
          </Pill>
        )}
      </header>
      {feed.isPending ? (
        <Loading rows={3} />
      ) : feed.data === undefined ? (
        <Failed error={feed.error} retry={() => void feed.refetch()} />
      ) : (
        <>
          <div role="status">
            <Verdict feed={feed.data} />
          </div>
          <dl className="measures-grid">
            <Measure name={words.lastSeen} value={when(feed.data.lastSeenAt)} more={exactly(feed.data.lastSeenAt)} />
            <Measure
              name={words.lag}
              value={number(feed.data.lagItems)}
              more={feed.data.lagItems > 0 && words.lagOldest(span(feed.data.lagSeconds * 1_000))}
            />
            <Measure name={words.size} value={number(feed.data.listSize)} />
            <Measure name={words.sequence} value={number(feed.data.sequence)} />
            <Measure
              name={words.lastChange}
              value={when(feed.data.lastChangeAt)}
              more={exactly(feed.data.lastChangeAt)}
            />
            <Measure
              name={words.lastAnswer}
              value={when(feed.data.lastAnswerAt)}
              more={exactly(feed.data.lastAnswerAt)}
            />
          </dl>
        </>
      )}
    </div>
  );
};
