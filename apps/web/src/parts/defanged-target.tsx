import type { TargetView } from '#libs/contracts';
import { useWords } from '../words/language.js';
import { hostileTextWords } from '../words/hostile-text.js';
import { pieces } from './marks.js';
import { Pill } from './pill.js';
import { looksLikeOther, unicodeHost } from './punycode.js';
import { SafeText } from './safe-text.js';

/** Where an address falls apart; by its text alone, never by asking anybody. */
const partsOf = ({ url, host, domain }: TargetView) => {
  const whole = url ?? host ?? domain ?? '';
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#:]*)(.*)$/is.exec(whole);
  const at = (match?.[2] ?? host ?? whole).toLowerCase();
  const registrable = domain !== null && at.endsWith(domain) ? domain : '';
  return {
    scheme: (match?.[1] ?? '').replace(/^http/i, 'hxxp'),
    below: registrable === '' ? at : at.slice(0, at.length - registrable.length),
    registrable,
    rest: match?.[3] ?? '',
    host: at,
  };
};

/** In a list: one line, the registrable domain stands out. Never a link, nothing is fetched. */
export const TargetLine = ({ target }: { readonly target: TargetView }) => {
  const words = useWords(hostileTextWords);
  const { below, registrable, rest } = partsOf(target);
  if (target.url === null && target.host === null) return <span className="soft">{words.unreadable}</span>;
  return (
    <span className="target-line mono">
      <SafeText>{below}</SafeText>
      <b>
        <SafeText>{registrable}</SafeText>
      </b>
      <span className="target-rest">
        <SafeText>{rest}</SafeText>
      </span>
    </span>
  );
};

const Part = ({
  name,
  text,
  strong = false,
}: {
  readonly name: string;
  readonly text: string;
  readonly strong?: boolean;
}) =>
  text === '' ? null : (
    <span className={strong ? 'part strong' : 'part'}>
      <SafeText>{text}</SafeText>
      <span className="part-name">{name}</span>
    </span>
  );

/** The reported address with its parts told apart, punycode beside what a visitor sees, warnings in words. Never a link. */
export const DefangedTarget = ({ target }: { readonly target: TargetView }) => {
  const words = useWords(hostileTextWords);
  const { scheme, below, registrable, rest, host } = partsOf(target);
  const unicode = unicodeHost(host);
  const hidden = pieces(target.url ?? '').some((piece) => 'mark' in piece);
  if (target.url === null && target.host === null) return <p className="soft">{words.unreadable}</p>;
  return (
    <div className="target">
      <p className="target-parts mono">
        <Part name={words.scheme} text={scheme === '' ? '' : `${scheme}://`} />
        <Part name={words.host} text={below} />
        <Part name={words.domain} text={registrable} strong />
        <Part name={words.path} text={rest} />
      </p>
      {unicode !== undefined && (
        <dl className="facts">
          <dt>{words.unicode}</dt>
          <dd className="mono">
            <SafeText>{unicode}</SafeText>
          </dd>
          <dt>{words.punycode}</dt>
          <dd className="mono">
            <SafeText>{host}</SafeText>
          </dd>
        </dl>
      )}
      {(unicode !== undefined && looksLikeOther(unicode)) || hidden ? (
        <p className="pills">
          {unicode !== undefined && looksLikeOther(unicode) && <Pill tone="danger">{words.lookAlike}</Pill>}
          {hidden && <Pill tone="danger">{words.invisible}</Pill>}
        </p>
      ) : null}
    </div>
  );
};
