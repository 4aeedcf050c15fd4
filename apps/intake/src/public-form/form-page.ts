import type { FieldError, FormFields, Language } from '#libs/service-kit';
import { checkBox, selectField, textArea, textField } from './fields.js';
import { html, type Html } from '#libs/pages';
import type { Page } from './layout.js';
import { PLAIN_CATEGORIES, type PublicWords } from './words.js';

/** What a form shows again after it was refused: nothing that was typed is lost. */
export interface Filled {
  readonly fields: FormFields;
  readonly errors: readonly FieldError[];
  /** Makes a form that is sent twice one report. */
  readonly key: string;
}

const value = ({ fields }: Filled, name: string): string => {
  const one = fields[name];
  return typeof one === 'string' ? one : '';
};
const error = ({ errors }: Filled, pointer: string, language: Language): string | undefined => {
  const found = errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  return typeof found?.detail === 'string' ? found.detail : found?.detail[language];
};

export const summary = (filled: Filled, words: PublicWords): Html =>
  html`${filled.errors.length > 0 && html`<p class="error-line" role="alert">${words.wrongInput}</p>`}`;

export const whereAndAge = (filled: Filled, { words, language }: Pick<Page, 'words' | 'language'>): Html =>
  html`<div class="pair">
    ${textField(
      {
        name: 'province',
        label: words.province,
        hint: words.optional,
        value: value(filled, 'province'),
        error: error(filled, '/province', language),
      },
      html`maxlength="100" autocomplete="address-level1"`,
    )}
    ${textField(
      {
        name: 'age',
        label: words.age,
        hint: words.optional,
        value: value(filled, 'age'),
        error: error(filled, '/reporter/childAge', language),
      },
      html`inputmode="numeric" maxlength="3" autocomplete="off"`,
    )}
  </div>`;

/** The way to people comes before any form: a child in trouble finds it in one glance. */
export const helpDoor = (words: PublicWords, heading: 'h1' | 'h2' = 'h2'): Html =>
  html`<section class="help-door" aria-labelledby="help">
    ${heading === 'h1' ? html`<h1 id="help">${words.inDanger}</h1>` : html`<h2 id="help">${words.inDanger}</h2>`}
    <a class="call" href="tel:111"><span>${words.call}</span> <b>111</b> <span>${words.callFree}</span></a>
    <p>${words.needHelp} <a href="/can-ho-tro">${words.writeUs}</a></p>
  </section>`;

/** `GET /`: the door to help, then the form. */
export const reportPage = ({ language, words }: Page, filled: Filled): Html =>
  html`${helpDoor(words)}
    <h1>${words.title}</h1>
    <p class="lead">${words.lead}</p>
    <form class="card" method="post" action="/bao-tin" novalidate>
      ${summary(filled, words)}
      <p class="remember">${words.dont}</p>
      ${textArea(
        {
          name: 'links',
          label: words.links,
          hint: words.linksHint,
          value: value(filled, 'links'),
          error: error(filled, '/urls', language),
        },
        3,
        html`autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"`,
      )}
      ${selectField(
        {
          name: 'category',
          label: words.wrong,
          hint: words.wrongHint,
          value: value(filled, 'category'),
          error: error(filled, '/category', language),
        },
        [['', words.unsure], ...PLAIN_CATEGORIES.map(([key, said]): [string, string] => [key, said[language]])],
      )}
      ${textArea({ name: 'note', label: words.note, hint: words.noteHint, value: value(filled, 'note'), error: error(filled, '/note', language) }, 4)}
      ${whereAndAge(filled, { words, language })}
      ${textField(
        {
          name: 'contact',
          label: words.contact,
          hint: words.contactHint,
          value: value(filled, 'contact'),
          error: error(filled, '/reporter/contact', language),
        },
        html`autocomplete="off"`,
      )}
      <input type="hidden" name="key" value="${filled.key}" />
      <button class="button main" type="submit">${words.send}</button>
    </form>`;

/** `GET /can-ho-tro`: no link is asked for. */
export const helpPage = ({ words, language }: Page, filled: Filled): Html =>
  html`${helpDoor(words)}
    <h1>${words.helpTitle}</h1>
    <p class="lead">${words.helpLead}</p>
    <form class="card" method="post" action="/bao-tin" novalidate>
      ${summary(filled, words)}
      <input type="hidden" name="help" value="yes" />
      ${checkBox('danger', words.danger, value(filled, 'danger') === 'yes')}
      ${textArea({ name: 'note', label: words.what, hint: words.noteHint, value: value(filled, 'note'), error: error(filled, '/note', language) }, 5)}
      ${textField(
        {
          name: 'safeContact',
          label: words.safe,
          hint: words.safeHint,
          value: value(filled, 'safeContact'),
          error: error(filled, '/safeContact', language),
        },
        html`autocomplete="off"`,
      )}
      ${whereAndAge(filled, { words, language })}
      <input type="hidden" name="key" value="${filled.key}" />
      <button class="button main" type="submit">${words.sendHelp}</button>
    </form>`;
