import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { STEPS } from '#libs/contracts';
import { call } from '../../api/client.js';
import { CASES } from '../../api/keys.js';
import { Countdown } from '../../parts/countdown.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';

/** One sheet of what is late, by the unit that answers for it; made to be printed and taken to a meeting. */
export const Overdue = () => {
  const words = useWords(teamWords);
  const term = useTerm();
  const { number, moment } = useFormats();
  const sheet = useQuery({
    queryKey: [...CASES, 'overdue'],
    queryFn: ({ signal }) => call('overdue', '/overdue', { afterMine: true, signal }),
    refetchInterval: 60_000,
  });
  if (sheet.isPending) return <Loading rows={5} />;
  if (sheet.isError) return <Failed error={sheet.error} retry={() => void sheet.refetch()} />;
  const late = sheet.data.units.filter(({ overdue }) => overdue > 0);
  if (late.length === 0) return <Empty title={words.nothingLate}>{words.nothingLateHint}</Empty>;
  return (
    <div className="stack">
      <p className="page-lead">
        <span className="soft">
          {words.overdueLead} {words.asOf(moment(sheet.data.at))}.
        </span>
        <button type="button" className="button small not-on-paper" onClick={() => window.print()}>
          {words.print}
        </button>
      </p>
      {late.map(({ unit, name, overdue, steps }) => (
        <section key={unit} className="sheet-unit" aria-labelledby={`late-${unit}`}>
          <h2 id={`late-${unit}`}>
            <SafeText>{name}</SafeText> <span className="late-count">{words.lateOf(number(overdue))}</span>
          </h2>
          <div className="table-box">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{words.step}</th>
                  <th scope="col" className="number">
                    {words.late}
                  </th>
                  <th scope="col">{words.oldest}</th>
                  <th scope="col">{words.cases}</th>
                </tr>
              </thead>
              <tbody>
                {steps.map(({ step, overdue: count, oldest, cases }) => (
                  <tr key={step}>
                    <th scope="row">{term(STEPS, step)}</th>
                    <td className="number">{number(count)}</td>
                    <td>
                      <Countdown to={oldest} />
                    </td>
                    <td className="case-links">
                      {cases.map(({ id, dueAt }) => (
                        <Link
                          key={id}
                          to="/vu-viec/{-$caseId}"
                          params={{ caseId: id }}
                          aria-label={`${id.slice(0, 8)}: ${words.openCase(moment(dueAt))}`}
                          className="mono"
                        >
                          {id.slice(0, 8)}
                        </Link>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  );
};
