import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { TextField } from '../../parts/field.js';
import { SafeText } from '../../parts/safe-text.js';
import { toast } from '../../parts/toasts.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { VIEWS, sameFilters, type Filters } from './filters.js';
import { dropView, keepView, useOwnViews } from './own-views.js';

/** The views everybody has and one's own: each is an address. */
export const ViewTabs = ({ filters }: { readonly filters: Filters }) => {
  const words = useWords(queueWords);
  const own = useOwnViews();
  const all = [
    ...VIEWS.map(({ id, filters: of }) => ({ key: id, name: words[id], filters: of })),
    ...own.map(({ name, filters: of }) => ({ key: `own ${name}`, name, filters: of })),
  ];
  return (
    <nav className="view-tabs" aria-label={words.views}>
      {all.map(({ key, name, filters: of }) => (
        <Link
          key={key}
          to="/vu-viec/{-$caseId}"
          params={(before) => before}
          search={of}
          aria-current={sameFilters(of, filters) ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: true }}
          activeProps={{}}
        >
          <SafeText>{name}</SafeText>
        </Link>
      ))}
    </nav>
  );
};

/** Keeps the filters as they are under a name, or gives their address to somebody else. */
export const KeepView = ({ filters }: { readonly filters: Filters }) => {
  const words = useWords(queueWords);
  const own = useOwnViews();
  const [name, setName] = useState('');
  const kept = own.find((view) => sameFilters(view.filters, filters));
  const copy = async (): Promise<void> => {
    const address = new URL(window.location.href);
    await navigator.clipboard.writeText(`${address.origin}/lam-viec/vu-viec${address.search}`);
    toast({ text: words.copied });
  };
  return (
    <div className="keep-view">
      {kept ? (
        <button type="button" className="button quiet small" onClick={() => dropView(kept.name)}>
          <SafeText>{words.dropView(kept.name)}</SafeText>
        </button>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            keepView({ name: name.trim(), filters });
            setName('');
          }}
        >
          <TextField
            label={words.viewName}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="button small">
            {words.keepView}
          </button>
        </form>
      )}
      <button type="button" className="button quiet small" onClick={() => void copy()}>
        {words.copyAddress}
      </button>
    </div>
  );
};
