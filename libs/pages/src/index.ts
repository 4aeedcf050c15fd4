export { BuiltPages, type Asset, type Encoding } from './built-pages.js';
export { Html, html } from './html.js';
export { LANGUAGE_COOKIE, languageCookie, languageOf } from './language.js';
export { otherLanguage, plainPage, type PlainPage } from './plain-page.js';
