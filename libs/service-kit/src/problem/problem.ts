import { PROBLEMS } from '#libs/contracts';
import type { ProblemCode } from '#libs/contracts';
import type { Language } from '../http/language.js';

/** One wrong field: where (JSON pointer, RFC 6901), what, and a name programs can rely on. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: Said;
  readonly code: string;
}

/** A sentence in both languages, or in the one that the request asked for already. */
export type Said = string | { readonly vi: string; readonly en: string };

export interface ProblemOptions {
  /** Instead of the status of the table. */
  readonly status?: number;
  /** A sentence about this occurrence, in one or both languages. Never repeats what was sent. */
  readonly detail?: Said;
  readonly errors?: readonly FieldError[];
  /** More members of the answer, e.g. the current state with `stale-version`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Seconds, for 429 and 503. */
  readonly retryAfter?: number;
  /** Headers of the answer, e.g. `ETag` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

const TYPE_BASE = 'https://lachan.example/problems/';
const RETRY_AFTER: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

/** A refusal or an error as the caller will read it (RFC 9457): thrown anywhere below a controller, rendered at the edge only. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(`${code}: ${PROBLEMS[code].en}`, { cause: options.cause });
    this.status = options.status ?? PROBLEMS[code].status;
  }

  /** What a decider refused, as its caller will read it. */
  static refused({ refusal, detail }: { readonly refusal: ProblemCode; readonly detail?: string }): Problem {
    return new Problem(refusal, detail === undefined ? {} : { detail });
  }

  /** The headers that belong to the answer. 429 and 503 always say when to come again. */
  headers(): Record<string, string> {
    const after = this.options.retryAfter ?? RETRY_AFTER[this.status];
    return {
      ...this.options.headers,
      ...(after === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(after))) }),
    };
  }

  /** The body of the answer. `instance` names the occurrence, not the URL: a path can hold a receipt. */
  body(language: Language, requestId: string): ProblemBody {
    const { detail, errors, extra } = this.options;
    return {
      ...extra,
      type: `${TYPE_BASE}${this.code}`,
      title: PROBLEMS[this.code][language],
      status: this.status,
      ...(detail === undefined ? {} : { detail: say(detail, language) }),
      instance: `urn:lachan:request:${requestId}`,
      code: this.code,
      ...(errors === undefined ? {} : { errors: errors.map((e) => ({ ...e, detail: say(e.detail, language) })) }),
    };
  }
}

const say = (said: Said, language: Language): string => (typeof said === 'string' ? said : said[language]);

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string; readonly code: string }[];
  readonly [extra: string]: unknown;
}
