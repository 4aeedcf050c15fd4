import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANNELS, KEY_ROLES, type Channel, type KeyRole } from '#libs/contracts';
import { command } from '../../api/client.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { adminWords } from '../../words/admin.js';
import { useTerm, useWords } from '../../words/language.js';
import { momentOf } from '../audit/asked.js';
import { useChoices } from './queries.js';

const OF_PROVIDER: readonly KeyRole[] = ['provider', 'sandbox'];

/** Issues a key; it is shown once, and afterwards nobody has it but the one it was handed to. */
export const IssueKeyForm = ({ close }: { readonly close: () => void }) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const [given, setGiven] = useState({ name: '', role: 'channel' as KeyRole, holder: '', channel: '', until: '' });
  const set = (part: Partial<typeof given>): void => setGiven({ ...given, ...part });
  const ofProvider = OF_PROVIDER.includes(given.role);
  const holders = useChoices(ofProvider ? 'provider' : 'unit');
  const issue = useMutation({
    mutationFn: () =>
      command('keyIssued', '/keys', {
        body: {
          name: given.name,
          role: given.role,
          [ofProvider ? 'provider' : 'unit']: given.holder,
          ...(given.role === 'channel' && { channel: given.channel }),
          ...(given.until !== '' && { notAfter: momentOf(given.until, true) }),
        },
      }),
    gcTime: 0, // the key itself is on this page and nowhere else
  });
  if (issue.data) {
    return (
      <Dialog title={words.issued}>
        <p className="once mono">{issue.data.key}</p>
        <button type="button" className="button main" onClick={close}>
          {words.done}
        </button>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.issue} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          issue.mutate();
        }}
      >
        <TextField
          label={words.keyName}
          required
          maxLength={100}
          value={given.name}
          onChange={({ target }) => set({ name: target.value })}
        />
        <SelectField
          label={words.role}
          value={given.role}
          onChange={({ target }) => set({ role: target.value as KeyRole, holder: '' })}
          options={(Object.keys(KEY_ROLES) as KeyRole[]).map((value) => ({ value, label: term(KEY_ROLES, value) }))}
        />
        <SelectField
          label={ofProvider ? words.provider : words.unit}
          required
          value={given.holder}
          onChange={({ target }) => set({ holder: target.value })}
          options={[{ value: '', label: '' }, ...holders]}
        />
        {given.role === 'channel' && (
          <SelectField
            label={words.channel}
            required
            value={given.channel}
            onChange={({ target }) => set({ channel: target.value })}
            options={[
              { value: '', label: '' },
              ...(Object.keys(CHANNELS) as Channel[]).map((value) => ({ value, label: term(CHANNELS, value) })),
            ]}
          />
        )}
        <TextField
          label={words.notAfter}
          type="date"
          value={given.until}
          onChange={({ target }) => set({ until: target.value })}
        />
        {issue.error && (
          <p className="error-line" role="alert">
            {issue.error.message}
          </p>
        )}
        <button type="submit" className="button main" disabled={issue.isPending}>
          {words.issue}
        </button>
      </form>
    </Dialog>
  );
};
