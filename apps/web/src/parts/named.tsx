import { useNamed } from '../api/names.js';
import { useSession } from '../api/session.js';
import { area, useWords } from '../words/language.js';
import { SafeText } from './safe-text.js';

const namedWords = area({ me: 'bạn' }, { me: 'you' });

const Shown = ({ id, name }: { readonly id: string; readonly name: string | undefined }) => (
  <span className={name === undefined ? 'named mono' : 'named'} title={id}>
    <SafeText>{name ?? id}</SafeText>
  </span>
);

/**
 * A person by name, with the unit where asked for; the id until the name is there, and where nobody has that id. One's own name
 * says so.
 */
export const Person = ({ id, unit = false }: { readonly id: string; readonly unit?: boolean }) => {
  const words = useWords(namedWords);
  const found = useNamed('person', id);
  const mine = useSession().data?.id === id;
  return (
    <>
      <Shown id={id} name={found?.name} />
      {mine && <span className="soft"> ({words.me})</span>}
      {unit && found?.unit !== undefined && (
        <span className="soft">
          {' · '}
          <Unit id={found.unit} />
        </span>
      )}
    </>
  );
};

/** A unit by name, also one that has ended. */
export const Unit = ({ id }: { readonly id: string }) => <Shown id={id} name={useNamed('unit', id)?.name} />;

/** A provider by name. */
export const Provider = ({ id }: { readonly id: string }) => <Shown id={id} name={useNamed('provider', id)?.name} />;

/** A province by name, also one that was merged. */
export const Province = ({ id }: { readonly id: string }) => <Shown id={id} name={useNamed('province', id)?.name} />;
