import { Link, getRouteApi } from '@tanstack/react-router';
import { consoleRecipes } from '../../words/console-recipes.js';
import { consolePageWords } from '../../words/console-pages.js';
import { useWords } from '../../words/language.js';
import { CodeBlock } from '../../parts/copy-button.js';
import { recipesFor } from './recipes.js';

const route = getRouteApi('/doanh-nghiep/cach-noi');

/** How each kind of equipment is connected, with what to copy into it. */
export const HowToPage = () => {
  const words = useWords(consolePageWords);
  const about = useWords(consoleRecipes);
  const { form } = route.useSearch();
  const recipes = recipesFor(window.location.origin);
  const chosen = recipes.find(({ id }) => id === form) ?? recipes[0];
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.howTitle}</h1>
      </header>
      <p className="soft">{words.howLead}</p>
      <nav className="ask-views" aria-label={words.forms}>
        {recipes.map(({ id, name }) => (
          <Link
            key={id}
            to="/doanh-nghiep/cach-noi"
            search={{ form: id }}
            activeOptions={{ exact: true }}
            aria-current={id === chosen?.id ? 'true' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {chosen && (
        <section className="stack" aria-label={chosen.name}>
          <p>{about[chosen.id]}</p>
          {chosen.blocks.map(({ name, text }) => (
            <CodeBlock key={name} name={name} text={text} />
          ))}
        </section>
      )}
    </div>
  );
};
