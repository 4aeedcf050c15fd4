import { useState } from 'react';
import { SAMPLE_KINDS } from '#libs/contracts';
import { usePages } from '../../../api/pages.js';
import { Person } from '../../../parts/named.js';
import { Records } from '../../../parts/records.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { DrawSample } from './draw-sample.js';

export const SampleRows = ({ show }: { readonly show: (id: string) => void }) => {
  const words = useWords(auditWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const [drawing, setDrawing] = useState(false);
  const query = usePages('samples', '/audit/samples', { limit: 50 });
  return (
    <section className="page" aria-labelledby="samples-title">
      <header className="page-head">
        <h1 id="samples-title">{words.samples}</h1>
        <p className="soft">{words.samplesLead}</p>
        <button type="button" className="button main not-on-paper" onClick={() => setDrawing(true)}>
          {words.draw}
        </button>
      </header>
      <Records
        label={words.samples}
        query={query}
        keyOf={({ sampleId }) => sampleId}
        empty={words.noSamples}
        columns={[
          {
            name: words.drawnAt,
            cell: ({ sampleId, drawnAt }) => (
              <button type="button" className="link" onClick={() => show(sampleId)}>
                {moment(drawnAt)}
              </button>
            ),
          },
          { name: words.drawnBy, cell: ({ drawnBy }) => <Person id={drawnBy} /> },
          { name: words.period, cell: ({ from, to }) => words.until(moment(from), moment(to)) },
          {
            name: words.narrowTo,
            cell: ({ kinds }) => kinds?.map((kind) => term(SAMPLE_KINDS, kind)).join(', ') ?? words.everyCase,
          },
          { name: words.size, figure: true, cell: ({ size }) => number(size) },
        ]}
      />
      {drawing && <DrawSample close={() => setDrawing(false)} show={show} />}
    </section>
  );
};
