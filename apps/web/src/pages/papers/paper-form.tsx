import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DOCUMENT_KINDS, keysOf, type CaseView } from '#libs/contracts';
import { command } from '../../api/client.js';
import { caseKey } from '../../api/keys.js';
import { CommandForm, refusedAt } from '../../parts/command-form.js';
import { SelectField, TextField } from '../../parts/field.js';
import { toast } from '../../parts/toasts.js';
import { useUnsent } from '../../parts/unsent.js';
import { useTerm, useWords } from '../../words/language.js';
import { paperWords } from '../../words/papers.js';
import { today } from '../../parts/days.js';
import { canHash, sha256Of } from './hash.js';

/** Number, date, subject, and the hash of the signed copy where there is one; the same number again adds the hash. */
export const PaperForm = ({ view, done }: { readonly view: CaseView; readonly done: () => void }) => {
  const words = useWords(paperWords);
  const term = useTerm();
  const queries = useQueryClient();
  const [kind, setKind] = useState(view.status === 'letter-sent' ? 'letter' : 'proposal');
  const [number, setNumber] = useState('');
  const [issuedOn, setIssuedOn] = useState(today);
  const [title, setTitle] = useState('');
  const [sha256, setSha256] = useState('');
  const [hashing, setHashing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      command('caseCommand', `/cases/${view.id}/documents`, {
        body: { kind, number, issuedOn, title, ...(sha256 === '' ? {} : { sha256 }) },
      }),
    onSuccess: () => {
      toast({ text: words.saved });
      void queries.invalidateQueries({ queryKey: caseKey(view.id) });
      done();
    },
  });
  useUnsent(number !== '' && !save.isSuccess);
  return (
    <CommandForm sending={save} send={() => save.mutate()} button={words.save} disabled={hashing}>
      <SelectField
        label={words.kind}
        value={kind}
        options={keysOf(DOCUMENT_KINDS).map((value) => ({ value, label: term(DOCUMENT_KINDS, value) }))}
        onChange={(event) => setKind(event.target.value)}
      />
      <TextField
        label={words.number}
        hint={words.numberHint}
        error={refusedAt(save.error, '/number')}
        required
        maxLength={100}
        value={number}
        onChange={(event) => setNumber(event.target.value)}
      />
      <TextField
        label={words.issuedOn}
        type="date"
        required
        value={issuedOn}
        error={refusedAt(save.error, '/issuedOn')}
        onChange={(event) => setIssuedOn(event.target.value)}
      />
      <TextField label={words.about} maxLength={500} value={title} onChange={(event) => setTitle(event.target.value)} />
      {canHash() ? (
        <TextField
          label={words.copy}
          hint={words.copyHint}
          type="file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            setSha256('');
            if (!file) return;
            setHashing(true);
            void sha256Of(file)
              .then(setSha256)
              .finally(() => setHashing(false));
          }}
        />
      ) : (
        <TextField
          label={words.hash}
          hint={words.noHash}
          pattern="[0-9a-f]{64}"
          value={sha256}
          onChange={(event) => setSha256(event.target.value.trim().toLowerCase())}
        />
      )}
      {hashing && <p role="status">{words.hashing}</p>}
      {canHash() && sha256 !== '' && (
        <p className="small-text">
          <span className="soft">{words.hash}</span> <span className="mono hash">{sha256}</span>
        </p>
      )}
    </CommandForm>
  );
};
