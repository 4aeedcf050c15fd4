import { area, useWords } from '../words/language.js';
import { useFormats } from '../words/formats.js';
import { useNow } from './now.js';

const countdownWords = area(
  { left: (span: string) => `còn ${span}`, over: (span: string) => `quá hạn ${span}` },
  { left: (span: string) => `${span} left`, over: (span: string) => `${span} overdue` },
);

const SOON = 2 * 3_600_000;

/** Time left until a deadline, or since it passed; the exact moment is in its title. */
export const Countdown = ({ to }: { readonly to: string }) => {
  const words = useWords(countdownWords);
  const { span, moment } = useFormats();
  const left = new Date(to).getTime() - useNow();
  const tone = left < 0 ? 'over' : left < SOON ? 'soon' : '';
  return (
    <time className={`countdown ${tone}`} dateTime={to} title={moment(to)}>
      {left < 0 ? words.over(span(left)) : words.left(span(left))}
    </time>
  );
};
