import type { FieldError } from '#libs/service-kit';
import { summary, whereAndAge, type Filled } from '../public-form/form-page.js';
import { textArea } from '../public-form/fields.js';
import { html, plainPage, type Html } from '#libs/pages';
import type { Page } from '../public-form/layout.js';

/** Whoever is in a partner's frame leaves it for whatever is not the form: our other pages let nobody frame them. */
const OUT = html`target="_blank" rel="noopener noreferrer"`;

const errorAt = (errors: readonly FieldError[], pointer: string, language: 'vi' | 'en'): string | undefined => {
  const found = errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  return typeof found?.detail === 'string' ? found.detail : found?.detail[language];
};

/** A small document for a partner's frame: no script, no header, the way to help first. */
export const framed = ({ language, words, style }: Page, main: Html): string =>
  plainPage({
    language,
    style,
    title: words.title,
    body: html`<main>
      <p>${words.inDanger} <a href="tel:111">${words.call} <b>111</b></a> · <a href="/can-ho-tro" ${OUT}>${words.writeUs}</a></p>
      ${main}
    </main>`,
  });

/** The form in a frame: what and where, nothing that identifies anybody. */
export const buttonForm = (page: Page, partner: string, filled: Filled): Html =>
  html`<h1>${page.words.title}</h1>
    <form class="card" method="post" action="/nut-bao/${partner}" novalidate>
      ${summary(filled, page.words)}
      <p class="remember">${page.words.dont}</p>
      ${textArea(
        {
          name: 'links',
          label: page.words.links,
          hint: page.words.linksHint,
          value: typeof filled.fields['links'] === 'string' ? filled.fields['links'] : '',
          error: errorAt(filled.errors, '/urls', page.language),
        },
        2,
        html`autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"`,
      )}
      ${textArea(
        {
          name: 'note',
          label: page.words.note,
          hint: page.words.noteHint,
          value: typeof filled.fields['note'] === 'string' ? filled.fields['note'] : '',
          error: errorAt(filled.errors, '/note', page.language),
        },
        3,
      )}
      ${whereAndAge(filled, page)}
      <input type="hidden" name="key" value="${filled.key}" />
      <button class="button main" type="submit">${page.words.send}</button>
    </form>`;

/** The receipt in a frame: the same bytes for everybody but for the code. */
export const buttonReceipt = ({ words }: Page, receipt: string): Html =>
  html`<h1>${words.receiptTitle}</h1>
    <section class="card">
      <p>${words.receiptLead}</p>
      <strong class="code">${receipt}</strong>
      <p class="hint">${words.keep}</p>
      <p><a href="/tra-cuu" ${OUT}>${words.lookUp}</a></p>
    </section>`;
