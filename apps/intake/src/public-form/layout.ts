import type { Language, Mode } from '#libs/service-kit';
import { Html, html, otherLanguage, plainPage } from '#libs/pages';
import type { PublicWords } from './words.js';

/** What every public page knows besides its own content. */
export interface Page {
  readonly language: Language;
  readonly words: PublicWords;
  readonly mode: Mode;
  readonly style: string;
  readonly icon: string;
  /** Where the page is shown again in the other language; a page that answers a form has no address of its own. */
  readonly path: string;
}

const SHIELD = new Html(
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path fill="var(--accent)" d="M16 2 5 6v9c0 7.2 4.6 12.5 11 15 6.4-2.5 11-7.8 11-15V6z"/><path fill="none" stroke="var(--on-accent)" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" d="m10.8 16.2 3.7 3.8 7-7.6"/></svg>',
);

/** A whole document of the public door. */
export const document = (page: Page, title: string, main: Html): string => {
  const { language, words, style, icon } = page;
  const other = otherLanguage(language);
  const body = html`${page.mode === 'demo' && html`<aside class="demo-banner" aria-label="${words.demoLabel}">${words.demo}</aside>`}
    <header class="top">
      <a class="button leave" href="/thoat" rel="noreferrer">${words.leave}</a>
      <a class="brand" href="/">${SHIELD}<span>Lá Chắn</span></a>
      <nav aria-label="Lá Chắn">
        <a href="/">${words.home}</a>
        <a href="/tra-cuu">${words.lookUp}</a>
        <a href="${page.path}?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a>
      </nav>
    </header>
    <main>${main}</main>
    <footer class="foot">
      <p>${words.foot} <a href="/lam-viec">${words.staff}</a></p>
    </footer>`;
  return plainPage({ language, title, style, icon, body });
};
