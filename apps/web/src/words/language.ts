import { useSyncExternalStore } from 'react';
import type { ClosedList, Words } from '#libs/contracts';

export type Language = 'vi' | 'en';

const COOKIE = 'lachan_lang';
const listeners = new Set<() => void>();
let current: Language = /(?:^|;\s*)lachan_lang=en(?:;|$)/.test(document.cookie) ? 'en' : 'vi';
document.documentElement.lang = current;

/** Vietnamese unless English was chosen; the choice is shared with the public pages. */
export const language = (): Language => current;

export const chooseLanguage = (to: Language): void => {
  current = to;
  document.cookie = `${COOKIE}=${to}; Path=/; Max-Age=31536000; SameSite=Lax`;
  document.documentElement.lang = to;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

type Entry = string | ((...values: never[]) => string);
type Same<T extends Record<string, Entry>> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** The dictionary of one area in both languages. */
export type Area<T> = Readonly<Record<Language, T>>;

/** Declares an area's words, Vietnamese first; a word that English lacks, or has too many, does not compile. */
export const area = <const T extends Record<string, Entry>>(vi: T, en: NoInfer<Same<T>>): Area<Same<T>> => ({
  vi: vi as Same<T>,
  en,
});

export const useWords = <T>(of: Area<T>): T => of[useLanguage()];

/** A term of the domain (a closed list of the contracts) as this person reads it; an unknown key is shown as it is. */
export const useTerm = (): (<K extends string>(list: ClosedList<K>, key: K) => string) => {
  const to = useLanguage();
  return (list, key) => (list[key] as Words | undefined)?.[to] ?? key;
};
