import { useLanguage, type Language } from './language.js';

/** The product's time is Vietnam's, wherever the browser is. */
export const ZONE = 'Asia/Ho_Chi_Minh';
const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formatsIn = (language: Language) => {
  const locale = LOCALES[language];
  const moment = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: ZONE,
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: ZONE });
  const number = new Intl.NumberFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  const words =
    language === 'vi'
      ? { d: ' ngày', h: ' giờ', m: ' phút', now: 'dưới 1 phút' }
      : { d: ' d', h: ' h', m: ' min', now: 'under 1 min' };
  return {
    moment: (at: string | Date): string => moment.format(new Date(at)),
    day: (at: string | Date): string => day.format(new Date(at)),
    number: (value: number): string => number.format(value),
    /** "2 giờ trước". */
    ago: (at: string | Date, now: number): string => {
      const past = new Date(at).getTime() - now;
      const size = Math.abs(past);
      if (size < HOUR) return relative.format(Math.round(past / MINUTE), 'minute');
      if (size < DAY) return relative.format(Math.round(past / HOUR), 'hour');
      return relative.format(Math.round(past / DAY), 'day');
    },
    /** A length of time by its two largest units: "1 ngày 3 giờ". Milliseconds. */
    span: (length: number): string => {
      const size = Math.abs(length);
      const [d, h, m] = [Math.floor(size / DAY), Math.floor((size % DAY) / HOUR), Math.floor((size % HOUR) / MINUTE)];
      if (d > 0) return `${String(d)}${words.d}${h > 0 ? ` ${String(h)}${words.h}` : ''}`;
      if (h > 0) return `${String(h)}${words.h}${m > 0 ? ` ${String(m)}${words.m}` : ''}`;
      return m > 0 ? `${String(m)}${words.m}` : words.now;
    },
  };
};

const FORMATS = { vi: formatsIn('vi'), en: formatsIn('en') };
export type Formats = (typeof FORMATS)['vi'];
export const useFormats = (): Formats => FORMATS[useLanguage()];
