import { AGE_BANDS, CATEGORIES, CHANNELS, type CaseReport, type CaseView } from '#libs/contracts';
import { CoveredText } from '../../../parts/covered-text.js';
import { Province } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { Failed, Loading } from '../../../parts/states.js';
import { caseWords } from '../../../words/case.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { useReports } from '../queries.js';

const Report = ({ caseId, report }: { readonly caseId: string; readonly report: CaseReport }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { moment } = useFormats();
  return (
    <li className="report">
      <p className="report-head small-text">
        <strong>{term(CHANNELS, report.channel)}</strong>
        {report.province !== null && (
          <span className="soft">
            <Province id={report.province} />
          </span>
        )}
        {report.ageBand !== null && <Pill>{term(AGE_BANDS, report.ageBand)}</Pill>}
        {report.childInDanger && <Pill tone="danger">{words.danger}</Pill>}
        {report.helpNeeded && <Pill tone="danger">{words.help}</Pill>}
        {report.categoryHint !== null && <Pill>{term(CATEGORIES, report.categoryHint)}</Pill>}
        <time className="soft" dateTime={report.reportedAt}>
          {moment(report.reportedAt)}
        </time>
      </p>
      {report.note === null || report.note === '' ? (
        <p className="soft small-text">{words.noWords}</p>
      ) : (
        <CoveredText caseId={caseId} text={report.note} marks={report.marks} part="report" id={report.reportId} />
      )}
    </li>
  );
};

/** Every report in the reporter's own words; distressing ones covered. */
export const CaseReports = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const { number } = useFormats();
  const found = useReports(view.id, view.reports);
  return (
    <section className="block">
      <h3>
        {words.reports} <span className="count-soft">{number(view.reports)}</span>
      </h3>
      {found.isPending && <Loading rows={Math.min(3, view.reports)} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      <ul className="reports">
        {found.data?.pages
          .flatMap(({ items }) => items)
          .map((report) => (
            <Report key={report.reportId} caseId={view.id} report={report} />
          ))}
      </ul>
      {found.data?.pages[0]?.items.length === 0 && <p className="soft">{words.noReports}</p>}
      {found.hasNextPage && (
        <button type="button" className="button small" onClick={() => void found.fetchNextPage()}>
          {words.moreReports}
        </button>
      )}
    </section>
  );
};
