import { ACTIONS, CATEGORIES, keysOf, type ActionVerdictView, type CaseView, type Category } from '#libs/contracts';
import { pieces } from '../../parts/marks.js';
import { looksLikeOther, unicodeHost } from '../../parts/punycode.js';
import type { Language } from '../../words/language.js';
import type { approvalWords } from '../../words/approvals.js';

type Words = (typeof approvalWords)['vi'];
type Proposal = NonNullable<CaseView['proposal']>;

/** `stop`: the server would refuse. `look`: a person has to think about it. `fine`: looked at, nothing unusual. */
export interface Check {
  readonly id: string;
  readonly level: 'stop' | 'look' | 'fine';
  readonly say: (words: Words, language: Language) => string;
}

const DAY = 86_400_000;
/** Shorter than this no outsider can tell what happened (letters). */
const SHORT = 24;

const check = (id: string, level: Check['level'], say: Check['say']): Check => ({ id, level, say });
const either = (id: string, bad: boolean, level: 'stop' | 'look', said: Check['say'], fine: Check['say']): Check =>
  bad ? check(id, level, said) : check(id, 'fine', fine);

export const daysOf = ({ expiresAt }: Proposal, now: number): number =>
  Math.max(0, Math.round((Date.parse(expiresAt) - now) / DAY));

/** A host as screens show it: never clickable, never copied into an address bar by accident. */
export const defangedHost = (host: string): string => host.replaceAll('.', '[.]');

/** The host a proposal aims at. */
export const aimedAt = ({ scope, targetIndex }: Proposal, { targets }: CaseView): string =>
  scope.host ?? scope.domain ?? targets[targetIndex]?.host ?? '';

const hostChecks = (proposal: Proposal, view: CaseView): Check[] => {
  const target = view.targets[proposal.targetIndex];
  const host = aimedAt(proposal, view);
  const first = view.targets[0]?.host ?? '';
  const other = first !== '' && host !== '' && first !== host && !first.endsWith(`.${host}`);
  const shown = target?.defanged ?? target?.url ?? '';
  const unicode = unicodeHost(host);
  const found: Check[] = [
    either(
      'host',
      other,
      'look',
      (words) => words.otherHost(defangedHost(host), defangedHost(first)),
      (words) => words.sameHost,
    ),
  ];
  const misleading: Check[] = [];
  if ((target?.flags ?? []).includes('userinfo') || /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(shown))
    misleading.push(check('user-part', 'look', (words) => words.userPart(defangedHost(host))));
  if (unicode !== undefined && looksLikeOther(unicode))
    misleading.push(check('look-alike', 'look', (words) => words.lookAlike(unicode, defangedHost(host))));
  if (pieces(target?.correctedFrom ?? shown).some((piece) => 'mark' in piece))
    misleading.push(check('marks', 'look', (words) => words.hiddenMarks));
  return [...found, ...(misleading.length > 0 ? misleading : [check('name', 'fine', (words) => words.plainName)])];
};

const WIDTH = keysOf(ACTIONS);

/** A narrower block that could be asked for today, and that everybody who would get this one can carry out: then this is too wide. */
const narrower = (
  { action, providers }: Proposal,
  verdicts: readonly ActionVerdictView[],
): ActionVerdictView | undefined => {
  const able = (one: ActionVerdictView): readonly string[] => one.providers.able.map(({ id }) => id);
  const asked = providers ?? verdicts.filter((one) => one.action === action).flatMap(able);
  if (asked.length === 0 || !action.startsWith('block-')) return undefined;
  return verdicts.find(
    (one) =>
      one.action.startsWith('block-') &&
      WIDTH.indexOf(one.action) < WIDTH.indexOf(action) &&
      one.proposable &&
      asked.every((id) => able(one).includes(id)),
  );
};

const harmCheck = ({ harm }: Proposal, conditions: readonly string[]): Check[] => {
  if (harm === null)
    return conditions.includes('harm-statement') ? [check('harm', 'stop', (words) => words.noHarm)] : [];
  const thin = harm.stated.trim().length < SHORT || harm.verifiedHow.trim().length < SHORT / 2;
  return [
    either(
      'harm',
      thin || harm.stated.trim() === harm.verifiedHow.trim(),
      'look',
      (words) => words.thinHarm,
      (words) => words.harmThere,
    ),
  ];
};

const hintOf = ({ attached, category }: CaseView): Category | undefined => {
  const counts = new Map<Category, number>();
  for (const { categoryHint } of attached)
    if (categoryHint !== null) counts.set(categoryHint, (counts.get(categoryHint) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[0] !== category && !counts.has(category as Category) ? most[0] : undefined;
};

const verdictChecks = (proposal: Proposal, verdict: ActionVerdictView, now: number): Check[] => {
  const { guard, mandate, competence, reach, providers, legalBases } = verdict;
  const days = daysOf(proposal, now);
  const most = mandate.maxDays;
  const basis = legalBases.find(({ id }) => id === proposal.legalBasis);
  return [
    either(
      'guard',
      guard !== null,
      'stop',
      (words) => words.guarded(defangedHost(guard?.name ?? '')),
      (words) => words.notGuarded,
    ),
    either(
      'basis',
      basis === undefined || competence.verdict === 'legal-basis-invalid',
      'stop',
      (words) => words.wrongBasis,
      (words) => words.basisThere,
    ),
    either(
      'competence',
      !proposal.competent,
      'look',
      (words) => words.notCompetent,
      (words) => words.competent,
    ),
    either(
      'reach',
      reach.otherCases + reach.otherTargets > 0,
      'look',
      (words) => words.othersHit(String(reach.otherCases), String(reach.otherTargets)),
      (words) => words.nothingElse,
    ),
    either(
      'days',
      most !== null && days > most + 1,
      'look',
      (words) => words.tooLong(String(days), String(most)),
      (words) => words.timeFine,
    ),
    either(
      'able',
      providers.kind === 'requests' && providers.able.length === 0 && proposal.competent,
      'look',
      (words) => words.nobodyAble,
      (words) => words.someAble,
    ),
    ...harmCheck(proposal, mandate.conditions),
    ...(mandate.conditions.includes('proportionality') || proposal.action === 'block-domain'
      ? [
          either(
            'proportionality',
            (proposal.proportionality ?? '').trim() === '',
            'look',
            (words) => words.noProportionality,
            (words) => words.proportionalityThere,
          ),
        ]
      : []),
  ];
};

/** Who looks, as far as the checks depend on it. */
export interface Signer {
  readonly id: string;
  readonly unit: string;
  /** Whether this unit leads the case; otherwise it is asked as second unit. */
  readonly leads: boolean;
}

/**
 * What an approver has to see before signing, worst first. It repeats what the server will decide where that is a rule, and
 * points at what no rule can decide. Pure: the same case gives the same list.
 */
export const checksOf = (
  view: CaseView,
  verdicts: readonly ActionVerdictView[] | undefined,
  me: Signer,
  now: number,
): Check[] => {
  const { proposal } = view;
  if (proposal === undefined) return [];
  const verdict = verdicts?.find(({ action }) => action === proposal.action);
  const narrow = narrower(proposal, verdicts ?? []);
  const hint = hintOf(view);
  const found: Check[] = [
    either(
      'self',
      proposal.by === me.id,
      'stop',
      (words) => words.ownProposal,
      (words) => words.otherPerson,
    ),
    ...(me.leads && proposal.speech !== null && proposal.agreedBy.length === 0
      ? [check('second-unit', 'stop', (words) => words.secondUnit)]
      : []),
    ...(!me.leads && (proposal.speech === null || proposal.agreedBy.includes(me.unit))
      ? [check('foreign', 'stop', (words) => words.foreign)]
      : []),
    ...hostChecks(proposal, view),
    ...(verdicts === undefined
      ? []
      : [
          either(
            'narrower',
            narrow !== undefined,
            'look',
            (words, language) => words.narrower(narrow === undefined ? '' : ACTIONS[narrow.action][language]),
            (words) => words.narrowest,
          ),
        ]),
    ...(verdict === undefined ? [] : verdictChecks(proposal, verdict, now)),
    either(
      'category',
      hint !== undefined,
      'look',
      (words, language) => words.otherCategory(hint === undefined ? '' : CATEGORIES[hint][language]),
      (words) => words.sameCategory,
    ),
    // One source is usual and no fault; it is said, not warned of.
    check('sources', 'fine', (words) => (view.sources < 2 ? words.oneSource : words.manySources(String(view.sources)))),
    ...(proposal.reasons === null
      ? []
      : [
          either(
            'reasons',
            proposal.reasons.trim().length < SHORT,
            'look',
            (words) => words.thinReasons,
            (words) => words.reasonsThere,
          ),
        ]),
    ...(proposal.earlier?.how === 'returned' ? [check('earlier', 'look', (words) => words.returnedBefore)] : []),
  ];
  const order = { stop: 0, look: 1, fine: 2 } as const;
  return found.toSorted((a, b) => order[a.level] - order[b.level]);
};
