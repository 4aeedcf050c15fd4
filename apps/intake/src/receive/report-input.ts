import type { Category, ReportRequest } from '#libs/contracts';

/** What a reporter says, however it came in (form, partner, row of an import). Every absent value is null. */
export interface ReportInput {
  /** Character for character as given. */
  readonly urls: readonly string[];
  readonly note: string | null;
  readonly category: Category | null;
  /** In the reporter's words. */
  readonly province: string | null;
  /** RFC 3339 in UTC with milliseconds. */
  readonly occurredAt: string | null;
  readonly contact: string | null;
  readonly childAge: number | null;
  readonly helpNeeded: boolean;
  readonly childInDanger: boolean;
  readonly safeContact: string | null;
}

/** A validated request as input. The order of its fields is fixed: digests of what was said are taken over it. */
export const inputOf = (request: ReportRequest): ReportInput => ({
  urls: request.urls,
  note: request.note ?? null,
  category: request.category ?? null,
  province: request.province ?? null,
  occurredAt: request.occurredAt === undefined ? null : new Date(request.occurredAt).toISOString(),
  contact: request.reporter?.contact ?? null,
  childAge: request.reporter?.childAge ?? null,
  helpNeeded: request.helpNeeded ?? false,
  childInDanger: request.childInDanger ?? false,
  safeContact: request.safeContact ?? null,
});

/** Whether somebody asks for help for a child: then a link is not needed. */
export const isPlea = (input: ReportInput): boolean =>
  input.helpNeeded || input.childInDanger || input.safeContact !== null;
