import { ACTIONS, PROVIDER_REFUSALS, REQUEST_STATES } from '#libs/contracts';
import type { ProviderAnswer, RequestState, RequestView } from '#libs/contracts';
import { vietnameseDate } from '#libs/domain';
import { html, otherLanguage, plainPage, type Html, type PlainPage } from '#libs/pages';
import type { Language } from '#libs/service-kit';
import { defang } from '#libs/target';
import { englishOf } from '../adapters/platform-notice/notice.js';
import { ANSWER_WORDS } from './answer-words.js';

/** How a page looks to its reader: in which language, and where its stylesheet and icon are. */
export type AnswerPage = Required<Pick<PlainPage, 'language' | 'style' | 'icon'>>;

/** What became of an answer that was just sent; undefined: somebody only looks. */
export type Outcome = 'recorded' | 'otherwise' | 'incomplete' | undefined;

/** A whole document, with no token in it, so that no two strangers' pages differ. */
export const answerDocument = (look: AnswerPage, title: string, main: Html): string => {
  const { other: said } = ANSWER_WORDS[look.language];
  const other = otherLanguage(look.language);
  const body = html`<header class="top">
      <span class="brand">Lá Chắn</span>
      <nav aria-label="Lá Chắn">
        <a href="?lang=${other}" lang="${other}" hreflang="${other}">${said}</a>
      </nav>
    </header>
    <main>${main}</main>`;
  return plainPage({ ...look, title, unlisted: true, body });
};

/** What an error says, and the one page of every link that is not one. */
export const saidPage = (title: string, text: string): Html => html`<h1>${title}</h1><p class="lead">${text}</p>`;

/**
 * The request as its notice and its letter say it already, what stands on record, and the answers that would still change something.
 * @param takes the link is of what is asked for now: a block that ended is answered by the link of its lift.
 */
export const requestPage = (language: Language, asked: RequestView, takes: boolean, outcome: Outcome): Html => {
  const words = ANSWER_WORDS[language];
  const lift = asked.kind === 'lift';
  const open = takes ? answersOf(asked) : [];
  const facts: readonly (readonly [string, string])[] = [
    [words.reference, asked.reference],
    [words.action, ACTIONS[asked.action][language]],
    [words.target, defang(Object.values(asked.target)[0] as string)],
    [words.basis, asked.legalBasis],
    [words.due, momentOf(asked.dueAt)],
    ...(lift ? [] : [[words.until, vietnameseDate(asked.expiresAt)] as const]),
  ];
  return html`<h1>${lift ? words.liftTitle : words.title}</h1>
    ${outcome !== undefined && html`<p class="${outcome === 'recorded' ? 'remember' : 'card warned'}" role="status">${words[outcome]}</p>`}
    <section class="card">
      <p><b>${words.stands}:</b> ${standing(language, asked)}</p>
      <p lang="vi">${asked.statement}</p>
      <p lang="en">${englishOf(asked)}</p>
      <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    </section>
    ${open.length === 0 ? html`<p class="after">${takes ? words.settled : words.ended}</p>` : forms(language, open)}`;
};

const standing = (language: Language, { state, refusal }: RequestView): string =>
  [REQUEST_STATES[state][language], ...(refusal ? [PROVIDER_REFUSALS[refusal.code][language]] : [])].join(': ');

/** The first answer stands, so one that would contradict it is not offered; that a lift arrived nobody has to say. */
const answersOf = ({ kind, state }: RequestView): readonly ProviderAnswer[] => {
  if (kind === 'lift') return SETTLED.has(state) ? [] : ['lifted'];
  if (SETTLED.has(state)) return [];
  return state === 'acknowledged' ? ['enforced', 'refused'] : ['acknowledge', 'enforced', 'refused'];
};
const SETTLED: ReadonlySet<RequestState> = new Set([
  'enforced',
  'verified',
  'refused',
  'recalled',
  'lifted',
  'lift-verified',
]);

const forms = (language: Language, open: readonly ProviderAnswer[]): Html => {
  const words = ANSWER_WORDS[language];
  const pressed = (['acknowledge', 'enforced', 'lifted'] as const).filter((answer) => open.includes(answer));
  return html`<form class="answers" method="post">
      ${pressed.map((answer) => html`<button class="button main" name="answer" value="${answer}">${words[answer]}</button>`)}
    </form>
    ${open.includes('refused') && refusing(language)}
    <p class="after">${words.careful}</p>`;
};

const refusing = (language: Language): Html => {
  const words = ANSWER_WORDS[language];
  return html`<form class="card" method="post">
    <h2>${words.otherwiseTitle}</h2>
    <div class="field">
      <label for="code">${words.code}</label>
      <select class="input" id="code" name="code" required>
        ${Object.entries(PROVIDER_REFUSALS).map(([code, said]) => html`<option value="${code}">${said[language]}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="reason">${words.reason}</label>
      <textarea class="input" id="reason" name="reason" rows="3" maxlength="2000" required></textarea>
    </div>
    <button class="button" name="answer" value="refused">${words.refuse}</button>
  </form>`;
};

/** `02/03/2026 01:00` in Vietnam, which keeps UTC+7 all year round. */
const momentOf = (instant: string): string =>
  `${vietnameseDate(instant)} ${new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(11, 16)} (UTC+7)`;
