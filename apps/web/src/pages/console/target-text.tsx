import type { RequestTarget } from '#libs/contracts';
import { Pill } from '../../parts/pill.js';
import { looksLikeOther, unicodeHost } from '../../parts/punycode.js';
import { SafeText } from '../../parts/safe-text.js';
import { consoleWords } from '../../words/console.js';
import { useWords } from '../../words/language.js';

/** What a filter is given: clear, only ever copied, never a link. */
export const clearText = (target: RequestTarget): string =>
  'url' in target ? target.url : 'host' in target ? target.host : target.domain;

const partsOf = (target: RequestTarget) => {
  if (!('url' in target)) return { scheme: '', name: clearText(target), rest: '' };
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#\\]*)(.*)$/is.exec(target.url);
  return { scheme: match?.[1] ?? '', name: match?.[2] ?? '', rest: match?.[3] ?? '' };
};
const defang = (scheme: string): string => scheme.replace(/^http/i, 'hxxp');

/** A target as it is read: its name stands out, nothing in it can be opened. */
export const TargetText = ({ target }: { readonly target: RequestTarget }) => {
  const { scheme, name, rest } = partsOf(target);
  return (
    <span className="ask-target mono">
      {'domain' in target && <span className="soft">*.</span>}
      <span className="soft">
        <SafeText>{defang(scheme)}</SafeText>
      </span>
      <b>
        <SafeText>{name.replaceAll('.', '[.]')}</SafeText>
      </b>
      <span className="soft">
        <SafeText>{rest}</SafeText>
      </span>
    </span>
  );
};

/** The name in the letters a visitor sees, with a warning where they can be taken for others. */
export const TargetLetters = ({ target }: { readonly target: RequestTarget }) => {
  const words = useWords(consoleWords);
  const unicode = unicodeHost(partsOf(target).name.toLowerCase());
  if (unicode === undefined) return null;
  return (
    <p className="pills">
      <span className="soft">{words.unicode}</span>
      <span className="mono">
        <SafeText>{unicode}</SafeText>
      </span>
      {looksLikeOther(unicode) && <Pill tone="danger">{words.lookAlike}</Pill>}
    </p>
  );
};
