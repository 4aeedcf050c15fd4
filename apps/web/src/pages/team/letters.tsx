import { useDeferredValue, useMemo, useState } from 'react';
import { CATEGORIES, keysOf, type ReportAccepted } from '#libs/contracts';
import { command } from '../../api/client.js';
import { Refusal } from '../../api/refusal.js';
import { SelectField, TextArea, TextField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { toast } from '../../parts/toasts.js';
import { useUnsent } from '../../parts/unsent.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';
import { readRows, type LetterRow } from './letter-rows.js';

type Outcome = 'sending' | ReportAccepted | Refusal;

const defanged = (url: string): string => url.replace(/^http/i, 'hxxp').replaceAll('.', '[.]');

const State = ({ row, outcome }: { readonly row: LetterRow; readonly outcome: Outcome | undefined }) => {
  const words = useWords(teamWords);
  const { number } = useFormats();
  if (outcome === 'sending') return <Pill tone="notice">{words.sending}</Pill>;
  if (outcome instanceof Refusal) return <Pill tone="danger">{outcome.title}</Pill>;
  if (outcome !== undefined) {
    const unread = outcome.targets.filter(({ state }) => state === 'unparseable').length;
    return (
      <>
        <Pill tone="success">{words.sent(outcome.receipt)}</Pill>
        {unread > 0 && <Pill tone="warning">{words.unread(number(unread))}</Pill>}
      </>
    );
  }
  if (row.state === 'no-link') return <Pill tone="warning">{words.noLink}</Pill>;
  if (row.state === 'again') return <Pill tone="warning">{words.again(String(row.sameAs))}</Pill>;
  if (row.state === 'too-long') return <Pill tone="warning">{words.tooLong}</Pill>;
  return <Pill tone="success">{words.ready}</Pill>;
};

/** Reports that came as an official letter or a list: pasted, previewed line by line, entered as reports of the unit. */
export const Letters = () => {
  const words = useWords(teamWords);
  const term = useTerm();
  const { number } = useFormats();
  const [text, setText] = useState('');
  const [letter, setLetter] = useState('');
  const [province, setProvince] = useState('');
  const [category, setCategory] = useState('');
  const [dropped, setDropped] = useState<ReadonlySet<number>>(new Set());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>(new Map());
  const [batch, setBatch] = useState(() => crypto.randomUUID());
  const read = useDeferredValue(text);
  const rows = useMemo(() => readRows(read).filter(({ line }) => !dropped.has(line)), [read, dropped]);
  const open = rows.filter(({ line, state }) => {
    const outcome = outcomes.get(line);
    return state === 'ready' && (outcome === undefined || outcome instanceof Refusal);
  });
  const busy = [...outcomes.values()].includes('sending');
  useUnsent(open.length > 0);

  const reset = (to: string): void => {
    setText(to);
    setDropped(new Set());
    setOutcomes(new Map());
    setBatch(crypto.randomUUID());
  };
  const enter = async (): Promise<void> => {
    let done = 0;
    for (const { line, urls, note } of open) {
      const put = (outcome: Outcome): void => setOutcomes((before) => new Map(before).set(line, outcome));
      put('sending');
      const said = [letter.trim(), note].filter((part) => part !== '').join(': ');
      try {
        put(
          await command('reportAccepted', '/reports', {
            body: {
              urls,
              channel: 'letter',
              ...(said === '' ? {} : { note: said }),
              ...(province.trim() === '' ? {} : { province: province.trim() }),
              ...(category === '' ? {} : { category }),
            },
            // The same line sent again after a lost answer is recognised, never doubled.
            idempotencyKey: `${batch}-${String(line)}`,
          }),
        );
        done += 1;
      } catch (error) {
        put(error instanceof Refusal ? error : new Refusal(0, 'offline', String(error)));
      }
    }
    toast({ text: words.entered(number(done)) });
  };
  return (
    <div className="stack letters">
      <p className="soft">{words.lettersLead}</p>
      <p className="banner warning">{words.never}</p>
      <div className="letter-form">
        <TextArea
          label={words.rows}
          hint={words.rowsHint}
          className="input mono"
          rows={7}
          spellCheck={false}
          value={text}
          onChange={(event) => reset(event.target.value)}
        />
        <div className="stack">
          <TextField
            label={words.file}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            onChange={(event) => void event.target.files?.[0]?.text().then(reset)}
          />
          <TextField
            label={words.letterNumber}
            hint={words.letterNumberHint}
            maxLength={100}
            value={letter}
            onChange={(event) => setLetter(event.target.value)}
          />
          <TextField
            label={words.province}
            maxLength={100}
            placeholder={words.provinceNone}
            value={province}
            onChange={(event) => setProvince(event.target.value)}
          />
          <SelectField
            label={words.category}
            value={category}
            options={[
              { value: '', label: words.anyCategory },
              ...keysOf(CATEGORIES).map((value) => ({ value, label: term(CATEGORIES, value) })),
            ]}
            onChange={(event) => setCategory(event.target.value)}
          />
        </div>
      </div>
      {rows.length > 0 && (
        <section className="stack" aria-labelledby="letter-preview">
          <div className="preview-head">
            <h2 id="letter-preview">{words.preview}</h2>
            <p className="soft" role="status">
              {words.previewOf(number(open.length), number(open.reduce((sum, { urls }) => sum + urls.length, 0)))}
            </p>
            <button type="button" className="button quiet" disabled={busy} onClick={() => reset('')}>
              {words.clear}
            </button>
            <button
              type="button"
              className="button main"
              disabled={busy || open.length === 0}
              onClick={() => void enter()}
            >
              {words.enter(number(open.length))}
            </button>
          </div>
          <div className="table-box">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {words.line}
                  </th>
                  <th scope="col">{words.links}</th>
                  <th scope="col">{words.note}</th>
                  <th scope="col">{words.state}</th>
                  <th scope="col">
                    <span className="unseen">{words.clear}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.line} className={row.state === 'ready' ? '' : 'left-out'}>
                    <th scope="row" className="number">
                      {row.line}
                    </th>
                    <td className="mono small-text">
                      {row.urls.map((url) => (
                        <p key={url}>
                          <SafeText>{defanged(url)}</SafeText>
                        </p>
                      ))}
                    </td>
                    <td>
                      <SafeText>{row.note}</SafeText>
                    </td>
                    <td>
                      <State row={row} outcome={outcomes.get(row.line)} />
                    </td>
                    <td className="number">
                      {!outcomes.has(row.line) && (
                        <button
                          type="button"
                          className="button quiet small"
                          aria-label={words.drop(String(row.line))}
                          onClick={() => setDropped(new Set(dropped).add(row.line))}
                        >
                          ✕
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
};
