import type { TraceList } from '#libs/contracts';
import { Table } from '../../../parts/records.js';
import { SafeText } from '../../../parts/safe-text.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { CaseLink } from '../case-link.js';

/** Every case that had to do with what was asked, whether or not anything was ever ordered. */
export const RelatedCases = ({ cases }: { readonly cases: TraceList['items'] }) => {
  const words = useWords(auditWords);
  const { moment } = useFormats();
  return (
    <section className="block">
      <h3>{words.relatedCases}</h3>
      <Table
        label={words.relatedCases}
        items={cases}
        keyOf={({ caseId }) => caseId}
        columns={[
          { name: words.firstSeen, cell: ({ firstAt }) => moment(firstAt) },
          {
            name: words.term,
            cell: ({ term }) => (
              <span className="mono">
                <SafeText>{term}</SafeText>
              </span>
            ),
          },
          { name: words.case, cell: ({ caseId }) => <CaseLink id={caseId} /> },
        ]}
      />
    </section>
  );
};
