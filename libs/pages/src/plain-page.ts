import type { Language } from '#libs/service-kit';
import { html, type Html } from './html.js';

/** What stands above and around a page's own content. */
export interface PlainPage {
  readonly language: Language;
  readonly title: string;
  /** Addresses of the stylesheet and the icon; empty where no pages were built. What is framed has no icon. */
  readonly style: string;
  readonly icon?: string;
  /** For whoever has the address alone: no search engine keeps it. */
  readonly unlisted?: boolean;
  readonly body: Html;
}

/** A whole document: no script, nothing from another host, readable without its stylesheet, and it gives no referrer. */
export const plainPage = ({ language, title, style, icon, unlisted = false, body }: PlainPage): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        ${unlisted && html`<meta name="robots" content="noindex, nofollow" />`}
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Lá Chắn</title>
        ${icon !== undefined && html`<link rel="icon" href="${icon}" type="image/svg+xml" />`}
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;

export const otherLanguage = (language: Language): Language => (language === 'vi' ? 'en' : 'vi');
