import { PROBLEMS, type ProblemCode } from '#libs/contracts';
import { language } from '../words/language.js';

export interface FieldRefusal {
  /** JSON pointer into what was sent. */
  readonly pointer: string;
  readonly detail: string;
}

/** An answer that is not what was asked for, in words a person can act on (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly code: ProblemCode | 'offline',
    readonly title: string,
    readonly detail?: string,
    readonly fields: readonly FieldRefusal[] = [],
    /** More of the answer, e.g. the current state with a conflict. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail === undefined ? title : `${title}: ${detail}`);
  }

  /** What was wrong with one field, if anything. */
  of(pointer: string): string | undefined {
    return this.fields.find((field) => field.pointer === pointer)?.detail;
  }

  /** Somebody else was faster: what was read is no longer so. */
  get conflict(): boolean {
    return this.status === 409;
  }
}

export const offline = (): Refusal =>
  new Refusal(0, 'offline', language() === 'vi' ? 'Không kết nối được máy chủ' : 'The server cannot be reached');

const isCode = (value: unknown): value is ProblemCode => typeof value === 'string' && value in PROBLEMS;

export const refusalFrom = async (answer: Response): Promise<Refusal> => {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const code = isCode(body['code']) ? body['code'] : answer.status === 503 ? 'unavailable' : 'internal';
  const errors = Array.isArray(body['errors']) ? (body['errors'] as FieldRefusal[]) : [];
  const detail = typeof body['detail'] === 'string' ? body['detail'] : undefined;
  const title = typeof body['title'] === 'string' ? body['title'] : PROBLEMS[code][language()];
  return new Refusal(answer.status, code, title, detail, errors, body);
};
