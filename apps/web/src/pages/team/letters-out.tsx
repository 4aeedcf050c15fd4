import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LETTER_FORMATS, LETTER_STATES, REQUEST_KINDS, keysOf, type LetterView } from '#libs/contracts';
import { call } from '../../api/client.js';
import { Dialog } from '../../parts/dialog.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { letterWords } from '../../words/letters-out.js';
import { AnswerForm, SentForm } from './letter-forms.js';

type Work = { readonly what: 'sent' | 'answer'; readonly letter: LetterView };

const TONES = { 'to-send': 'warning', waiting: 'notice', answered: 'success' } as const;

/** Official letters of one's own unit to providers: taken from here, marked as sent, their answers entered. */
export const LettersOut = () => {
  const words = useWords(letterWords);
  const term = useTerm();
  const { moment, day, number: count } = useFormats();
  const [work, setWork] = useState<Work>();
  const letters = useQuery({
    queryKey: ['letters'],
    queryFn: ({ signal }) => call('letters', '/letters', { query: { limit: 200 }, afterMine: true, signal }),
    refetchInterval: 60_000,
  });
  if (letters.isPending) return <Loading rows={4} />;
  if (letters.isError) return <Failed error={letters.error} retry={() => void letters.refetch()} />;
  const { items } = letters.data;
  if (items.length === 0) return <Empty title={words.none}>{words.noneHint}</Empty>;
  const close = (): void => {
    setWork(undefined);
    void letters.refetch();
  };
  return (
    <div className="stack">
      <p className="soft">{words.lead}</p>
      <div className="table-box">
        <table className="table letters-out">
          <thead>
            <tr>
              <th scope="col">{words.number}</th>
              <th scope="col">{words.to}</th>
              <th scope="col">{words.due}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.files}</th>
              <th scope="col">{words.work}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((letter) => (
              <tr key={letter.id}>
                <th scope="row">
                  {letter.number}
                  <p className="soft small-text">{term(REQUEST_KINDS, letter.kind)}</p>
                </th>
                <td>
                  <SafeText>{letter.addressee}</SafeText>
                </td>
                <td>{moment(letter.dueAt)}</td>
                <td>
                  <Pill tone={TONES[letter.state]}>{term(LETTER_STATES, letter.state)}</Pill>{' '}
                  {letter.overdue > 0 && <Pill tone="danger">{words.late(count(letter.overdue))}</Pill>}
                  {letter.sent && <p className="soft small-text">{words.sentOn(day(letter.sent.on))}</p>}
                </td>
                <td>
                  <div className="letter-links">
                    {keysOf(LETTER_FORMATS).map((format) => (
                      <a
                        key={format}
                        className="button quiet small"
                        href={`/api/v1/letters/${letter.id}/files/${format}`}
                        download
                        aria-label={words.download(format.toUpperCase(), letter.number)}
                      >
                        {format.toUpperCase()}
                      </a>
                    ))}
                  </div>
                  <p className="soft small-text" title={letter.files.pdf}>
                    {words.hash} <span className="mono">{letter.files.pdf.slice(0, 12)}…</span>
                  </p>
                </td>
                <td>
                  <div className="letter-links">
                    {letter.sent === null && (
                      <button type="button" className="button small" onClick={() => setWork({ what: 'sent', letter })}>
                        {words.markSent}
                      </button>
                    )}
                    {letter.open > 0 && (
                      <button
                        type="button"
                        className="button small"
                        onClick={() => setWork({ what: 'answer', letter })}
                      >
                        {words.enter}
                      </button>
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {work && (
        <Dialog
          title={`${work.what === 'sent' ? words.sentTitle : words.enterTitle} ${work.letter.number}`}
          onClose={() => setWork(undefined)}
        >
          {work.what === 'sent' ? (
            <SentForm letter={work.letter} done={close} />
          ) : (
            <AnswerForm letter={work.letter} done={close} />
          )}
        </Dialog>
      )}
    </div>
  );
};
