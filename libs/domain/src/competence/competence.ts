import type { Action, Category, Competence, LegalBasis } from '#libs/contracts';
import { isValidAt } from '../time/instant.js';

/** May this unit ask for this action on this legal basis on this day? */
export type CompetenceVerdict =
  | { readonly verdict: 'competent' }
  /** It may not, this unit may: approval becomes a letter to it (văn bản đề nghị). */
  | { readonly verdict: 'authority'; readonly authority: string }
  | { readonly verdict: 'nobody' }
  | { readonly verdict: 'legal-basis-invalid'; readonly why: string };

/** What is to be done, on which legal basis, and when. */
export interface CompetenceQuestion {
  readonly unit: string;
  /** From the unit's superior upwards: the nearest competent one is asked first. */
  readonly superiors: readonly string[];
  readonly action: Action;
  readonly category: Category;
  readonly legalBasis: string;
  readonly at: string;
}

/** Register entries as they stood; the decider itself picks those that count at `at`. */
export interface CompetenceRegisters {
  readonly competences: readonly Competence[];
  readonly legalBases: readonly (LegalBasis & { readonly id: string })[];
}

const whyNotValid = (
  { legalBasis, action, category, at }: CompetenceQuestion,
  { legalBases }: CompetenceRegisters,
): string | null => {
  const known = legalBases.filter((entry) => entry.id === legalBasis);
  if (known.length === 0) return `${legalBasis} is not in the register`;
  const valid = known.filter((entry) => isValidAt(entry, at));
  if (valid.length === 0) return `${legalBasis} is not in force on ${at}`;
  const forCategory = valid.filter((entry) => entry.categories.includes(category));
  if (forCategory.length === 0) return `${legalBasis} does not cover ${category}`;
  return forCategory.some((entry) => entry.actions.includes(action)) ? null : `${legalBasis} does not allow ${action}`;
};

/** Whether a competence of the register covers the question for some unit on that day. */
export const covers = (entry: Competence, question: Omit<CompetenceQuestion, 'unit' | 'superiors'>): boolean =>
  isValidAt(entry, question.at) &&
  entry.actions.includes(question.action) &&
  entry.categories.includes(question.category) &&
  entry.legalBases.includes(question.legalBasis);

/**
 * Competence (thẩm quyền) on a date [domain.md, "Mandate"]. Where the unit has none, the nearest superior that has is the
 * authority to ask; without one among the superiors, the first competent unit in the order of their ids, so that the same
 * registers always give the same addressee.
 */
export const competenceOf = (question: CompetenceQuestion, registers: CompetenceRegisters): CompetenceVerdict => {
  const why = whyNotValid(question, registers);
  if (why !== null) return { verdict: 'legal-basis-invalid', why };
  const competent = new Set(
    registers.competences.filter((entry) => covers(entry, question)).map((entry) => entry.unit),
  );
  if (competent.has(question.unit)) return { verdict: 'competent' };
  const authority = question.superiors.find((unit) => competent.has(unit)) ?? [...competent].sort().at(0);
  return authority === undefined ? { verdict: 'nobody' } : { verdict: 'authority', authority };
};

/** A legal basis that covers a category and an action, with what the register says of the unit under it. */
export interface BasisVerdict {
  readonly legalBasis: string;
  readonly verdict: CompetenceVerdict;
}

const RANK: Readonly<Record<CompetenceVerdict['verdict'], number>> = {
  competent: 0,
  authority: 1,
  nobody: 2,
  'legal-basis-invalid': 3,
};

/**
 * The legal basis that carries furthest: one under which the unit itself is competent before one that leads to a letter.
 * The first by id among equals; undefined when there is none to choose from.
 */
export const bestCompetence = (verdicts: readonly BasisVerdict[]): BasisVerdict | undefined =>
  [...verdicts].sort(
    (one, other) =>
      RANK[one.verdict.verdict] - RANK[other.verdict.verdict] || (one.legalBasis < other.legalBasis ? -1 : 1),
  )[0];
