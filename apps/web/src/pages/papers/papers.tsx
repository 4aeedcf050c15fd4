import { useState } from 'react';
import { DOCUMENT_KINDS, type CaseView, type DocumentView } from '#libs/contracts';
import { holds, useMe } from '../../api/session.js';
import { Dialog } from '../../parts/dialog.js';
import { Person } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { paperWords } from '../../words/papers.js';
import { canHash, sha256Of } from './hash.js';
import { PaperForm } from './paper-form.js';

/** Compares a file with the hash on record, in this browser. */
const CompareCopy = ({ sha256 }: { readonly sha256: string }) => {
  const words = useWords(paperWords);
  const [same, setSame] = useState<boolean>();
  if (!canHash()) return null;
  return (
    <label className="compare-copy small-text">
      <span className="button quiet small">{words.check}</span>
      <input
        type="file"
        className="unseen"
        aria-label={`${words.check}. ${words.checkHint}`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void sha256Of(file).then((found) => setSame(found === sha256));
        }}
      />
      {same !== undefined && <Pill tone={same ? 'success' : 'danger'}>{same ? words.same : words.different}</Pill>}
    </label>
  );
};

const Paper = ({ paper }: { readonly paper: DocumentView }) => {
  const words = useWords(paperWords);
  const term = useTerm();
  const { day } = useFormats();
  return (
    <li className="paper">
      <p>
        <strong>
          <SafeText>{paper.number}</SafeText>
        </strong>{' '}
        <span className="soft">{term(DOCUMENT_KINDS, paper.kind)}</span>{' '}
        <Pill tone={paper.sha256 === null ? 'warning' : 'success'}>
          {paper.sha256 === null ? words.unsigned : words.signed}
        </Pill>
      </p>
      {paper.title !== null && paper.title !== '' && (
        <p>
          <SafeText>{paper.title}</SafeText>
        </p>
      )}
      <p className="soft small-text">
        {day(paper.issuedOn)} · <Person id={paper.by} />
      </p>
      {paper.sha256 !== null && (
        <>
          <p className="mono small-text hash">{paper.sha256}</p>
          <CompareCopy sha256={paper.sha256} />
        </>
      )}
    </li>
  );
};

/** The papers of a case; whoever leads it may register another, or add the signed copy's hash to a number. */
export const Papers = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(paperWords);
  const me = useMe();
  const [adding, setAdding] = useState(false);
  return (
    <section className="block" aria-labelledby="papers">
      <h3 id="papers">{words.title}</h3>
      {view.documents.length === 0 && <p className="soft">{words.none}</p>}
      <ul className="papers">
        {view.documents.map((paper) => (
          <Paper key={paper.documentId} paper={paper} />
        ))}
      </ul>
      {holds(me, 'analyst', 'approver') && (
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          {words.add}
        </button>
      )}
      {adding && (
        <Dialog title={words.add} onClose={() => setAdding(false)}>
          <PaperForm view={view} done={() => setAdding(false)} />
        </Dialog>
      )}
    </section>
  );
};
