import type { z } from 'zod';
import type * as contracts from '#libs/contracts';

/** What the calls of the demonstration answer; the contracts describe them. */
export type SetUpDone = z.infer<typeof contracts.SetUpDone>;
export type ChangeProposed = z.infer<typeof contracts.ChangeProposed>;
export type ChangeDecided = z.infer<typeof contracts.ChangeDecided>;
export type KeyIssued = z.infer<typeof contracts.KeyIssued>;
