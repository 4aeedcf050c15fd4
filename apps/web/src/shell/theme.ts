import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const STORE = 'lachan.theme';
const listeners = new Set<() => void>();
const read = (): Theme => {
  const kept = localStorage.getItem(STORE);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};
const apply = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};
apply(read());

export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(STORE, theme);
  apply(theme);
  for (const listener of listeners) listener();
};

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
