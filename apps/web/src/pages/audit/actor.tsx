import { ROLES } from '#libs/contracts';
import { Person, Unit } from '../../parts/named.js';
import { SafeText } from '../../parts/safe-text.js';
import { area, useTerm, useWords } from '../../words/language.js';

const actorWords = area(
  { key: 'khoá', public: 'người dân', system: 'hệ thống' },
  { key: 'key', public: 'the public', system: 'the system' },
);

interface ActorProps {
  readonly actor: {
    readonly kind: string;
    readonly id: string;
    readonly unit?: string | null | undefined;
    readonly role?: string | undefined;
  };
}

/** Who did it: a person with unit and role, a key, the public or the system itself. */
export const Actor = ({ actor }: ActorProps) => {
  const words = useWords(actorWords);
  const term = useTerm();
  const role =
    actor.role !== undefined && actor.role in ROLES ? term(ROLES, actor.role as keyof typeof ROLES) : undefined;
  if (actor.kind === 'public') return <>{words.public}</>;
  return (
    <>
      {actor.kind === 'person' ? (
        <Person id={actor.id} />
      ) : (
        <>
          {actor.kind === 'key' ? words.key : words.system}{' '}
          <span className="mono">
            <SafeText>{actor.id}</SafeText>
          </span>
        </>
      )}
      {actor.unit && (
        <span className="soft">
          {' · '}
          <Unit id={actor.unit} />
        </span>
      )}
      {role !== undefined && actor.kind === 'person' && <span className="soft"> · {role}</span>}
    </>
  );
};
