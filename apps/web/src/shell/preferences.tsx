import { DropdownMenu } from 'radix-ui';
import { chooseLanguage, useLanguage, useWords } from '../words/language.js';
import { shellWords } from '../words/shell.js';
import { chooseTheme, useTheme, type Theme } from './theme.js';

/** Language and theme, as entries of a menu. */
export const Preferences = () => {
  const words = useWords(shellWords);
  const language = useLanguage();
  const theme = useTheme();
  return (
    <>
      <DropdownMenu.RadioGroup
        value={language}
        aria-label={words.language}
        onValueChange={(to) => chooseLanguage(to === 'en' ? 'en' : 'vi')}
      >
        <DropdownMenu.RadioItem className="menu-item" value="vi" lang="vi">
          Tiếng Việt
        </DropdownMenu.RadioItem>
        <DropdownMenu.RadioItem className="menu-item" value="en" lang="en">
          English
        </DropdownMenu.RadioItem>
      </DropdownMenu.RadioGroup>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.RadioGroup value={theme} aria-label={words.theme} onValueChange={(to) => chooseTheme(to as Theme)}>
        <DropdownMenu.RadioItem className="menu-item" value="system">
          {words.themeSystem}
        </DropdownMenu.RadioItem>
        <DropdownMenu.RadioItem className="menu-item" value="light">
          {words.themeLight}
        </DropdownMenu.RadioItem>
        <DropdownMenu.RadioItem className="menu-item" value="dark">
          {words.themeDark}
        </DropdownMenu.RadioItem>
      </DropdownMenu.RadioGroup>
      <DropdownMenu.Separator className="menu-line" />
    </>
  );
};
