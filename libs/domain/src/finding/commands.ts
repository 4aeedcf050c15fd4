import type { Officer } from '../people/officer.js';

export type FindingCommand =
  | {
      readonly type: 'raise';
      readonly findingId: string;
      readonly caseId: string | null;
      /** The unit that must answer. */
      readonly unit: string;
      readonly answerBy: string;
      readonly text: string;
      readonly by: Officer;
    }
  | { readonly type: 'answer'; readonly text: string; readonly by: Officer }
  | { readonly type: 'close'; readonly by: Officer };
