import type { ReactNode } from 'react';
import type { TargetView } from '#libs/contracts';
import { useWords } from '../words/language.js';
import { hostileTextWords } from '../words/hostile-text.js';
import { pieces } from './marks.js';
import { Pill } from './pill.js';
import { looksLikeOther, unicodeHost } from './punycode.js';
import { SafeText } from './safe-text.js';

/** Where an address falls apart; by its defanged text alone, never by asking anybody. */
const partsOf = ({ defanged, host, domain }: TargetView) => {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?(?:([^/?#@]*)@)?([^/?#\\]*)(.*)$/is.exec(defanged ?? host ?? domain ?? '');
  const shown = match?.[3] ?? '';
  const name = shown.replaceAll('[.]', '.').toLowerCase();
  const bare = name.replace(/:\d+$/, '');
  const registrable = domain !== null && bare.endsWith(domain) ? name.slice(bare.length - domain.length) : '';
  return {
    scheme: match?.[1] ?? '',
    user: match?.[2] === undefined ? '' : `${match[2]}@`,
    below: name.slice(0, name.length - registrable.length),
    registrable,
    rest: match?.[4] ?? '',
    host: bare,
  };
};
const broken = (name: string): string => name.replaceAll('.', '[.]');

/** In a list: one line, the registrable domain stands out. Never a link, nothing is fetched. */
export const TargetLine = ({ target }: { readonly target: TargetView }) => {
  const words = useWords(hostileTextWords);
  const { below, registrable, rest } = partsOf(target);
  if (target.defanged === null && target.host === null) return <span className="soft">{words.unreadable}</span>;
  return (
    <span className="target-line">
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
  tone = '',
}: {
  readonly name: string;
  readonly text: string;
  readonly tone?: '' | 'strong' | 'wrong';
}) =>
  text === '' ? null : (
    <span className={`part ${tone}`}>
      <SafeText>{text}</SafeText>
      <span className="part-name">{name}</span>
    </span>
  );

interface DefangedTargetProps {
  readonly target: TargetView;
  /** What one can do about it, e.g. show covered words. */
  readonly children?: ReactNode;
}

/** The reported address with its parts told apart, punycode beside what a visitor sees, warnings in words. Never a link. */
export const DefangedTarget = ({ target, children }: DefangedTargetProps) => {
  const words = useWords(hostileTextWords);
  const { scheme, user, below, registrable, rest, host } = partsOf(target);
  if (target.defanged === null && target.host === null) return <p className="soft">{words.unreadable}</p>;
  if (target.state === 'unparseable')
    return (
      <div className="target">
        <p className="mono">
          <SafeText>{target.defanged ?? ''}</SafeText>
        </p>
        <p className="pills">
          <Pill tone="warning">{words.unreadable}</Pill>
        </p>
        {children}
      </div>
    );
  const unicode = unicodeHost(host);
  const alike = unicode !== undefined && looksLikeOther(unicode);
  const hidden = pieces(target.defanged ?? '').some((piece) => 'mark' in piece);
  return (
    <div className="target">
      <p className="target-parts mono">
        <Part name={words.scheme} text={scheme} />
        <Part name={words.user} text={user} tone="wrong" />
        <Part name={words.host} text={broken(below)} />
        <Part name={words.domain} text={broken(registrable)} tone="strong" />
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
      {(alike || hidden) && (
        <p className="pills">
          {alike && <Pill tone="danger">{words.lookAlike}</Pill>}
          {hidden && <Pill tone="danger">{words.invisible}</Pill>}
        </p>
      )}
      {children}
    </div>
  );
};
