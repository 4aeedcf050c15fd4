import { encode } from 'uqr';
import type { ReceiptStatusView } from '#libs/contracts';
import type { Language } from '#libs/service-kit';
import { textField } from './fields.js';
import { helpDoor } from './form-page.js';
import { Html, html } from '#libs/pages';
import type { Page } from './layout.js';

/** A QR code as one path; drawn dark on light in both themes, as cameras expect it. */
const qr = (text: string, title: string): Html => {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])))
    .join('');
  return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${title}" shape-rendering="crispEdges">
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path fill="#000" d="${path}" />
  </svg>`;
};

/** The answer to a form: the code and nothing else, the same bytes for the first and the hundredth reporter of a link. */
export const receiptPage = ({ words }: Page, receipt: string, lookUp: string, plea: boolean): Html =>
  html`${plea && helpDoor(words)}
    <h1>${words.receiptTitle}</h1>
    <p class="lead">${words.receiptLead}</p>
    <section class="card">
      <div class="receipt">
        <div>
          <p>${words.code}</p>
          <strong class="code">${receipt}</strong>
          <p class="hint">${words.keep}</p>
        </div>
        ${qr(lookUp, words.scan)}
      </div>
      <p>${words.next}</p>
      <p class="remember">${words.dont}</p>
      <p><a href="/tra-cuu">${words.lookUp}</a> · <a href="/">${words.again}</a></p>
    </section>`;

const moment = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(new Date(at));

export type LookedUp = { readonly code: string; readonly found: ReceiptStatusView | null } | undefined;

/** `GET /tra-cuu`. The code is sent in the body of a form, so that it stays out of addresses, histories and logs. */
export const lookUpPage = ({ words, language }: Page, asked: LookedUp): Html => {
  const found = asked?.found;
  const status =
    found &&
    html`<section class="card" aria-live="polite">
      <p class="status-line">${found.words[language]}</p>
      <p>
        ${words.receivedAt} <time datetime="${found.receivedAt}">${moment(found.receivedAt, language)}</time><br />
        ${words.updatedAt} <time datetime="${found.updatedAt}">${moment(found.updatedAt, language)}</time>
      </p>
    </section>`;
  return html`<h1>${words.lookUpTitle}</h1>
    ${status}
    <form class="card" method="post" action="/tra-cuu" novalidate>
      ${textField(
        {
          name: 'ma',
          label: found ? words.lookUpAgain : words.code,
          value: found ? '' : asked?.code,
          ...(asked && !found ? { error: words.notFound } : {}),
        },
        html`autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="64"`,
      )}
      <button class="button main" type="submit">${words.lookUpButton}</button>
    </form>`;
};
