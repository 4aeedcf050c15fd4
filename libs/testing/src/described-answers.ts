import addFormatsModule from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** The part of an OpenAPI 3.1 document that is needed here. */
interface Description {
  readonly paths: Readonly<Record<string, object>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** One HTTP answer as a test saw it. `body` is parsed JSON, or undefined when there was none. */
export interface SeenAnswer {
  readonly method: string;
  /** Without the query: `/api/v1/cases/…`. */
  readonly path: string;
  readonly status: number;
  /** The header, parameters and all; null when there was none. */
  readonly contentType: string | null;
  readonly body: unknown;
}

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const escape = (token: string): string => encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));

const operationOf = (methods: object | undefined, method: string): Operation | undefined =>
  (methods as Readonly<Record<string, Operation | undefined>> | undefined)?.[method];

/**
 * Compares answers with the description of the API: an answer is as described when its route, status and media type are in
 * the document and its body fits the schema there, field for field.
 */
export class DescribedAnswers {
  readonly #ajv: Ajv2020;
  readonly #routes: { readonly pattern: RegExp; readonly path: string }[];
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: Description) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, 'api');
    // A literal segment goes before a parameter, and the last parameter may be empty, as the router has it.
    this.#routes = Object.keys(document.paths)
      .sort((a, b) => a.replaceAll('{', '\uffff').localeCompare(b.replaceAll('{', '\uffff'), 'en'))
      .map((path) => ({
        path,
        pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+').replace(/\[\^\/\]\+$/, '[^/]*')}$`),
      }));
  }

  /** What about an answer is not as described; empty when all is. */
  differences(answer: SeenAnswer): string[] {
    const where = `${answer.method} ${answer.path} → ${answer.status.toString()}`;
    const path = this.#routes.find(({ pattern }) => pattern.test(answer.path))?.path;
    const method = answer.method.toLowerCase();
    const operation = path === undefined ? undefined : operationOf(this.document.paths[path], method);
    if (path === undefined || !operation)
      return answer.status === 404 || answer.status === 405 ? [] : [`${where}: the route is not described`];
    const status = answer.status.toString();
    const key = status in operation.responses ? status : answer.status >= 400 ? 'default' : undefined;
    if (key === undefined) return [`${where}: the status is not described`];
    const content = operation.responses[key]?.content;
    if (content === undefined) return answer.body === undefined ? [] : [`${where}: a body where none is described`];
    const type = answer.contentType?.split(';')[0]?.trim() ?? '';
    if (!(type in content)) return [`${where}: media type ${type} is not described`];
    if (!type.endsWith('json')) return [];
    const pointer = ['paths', path, method, 'responses', key, 'content', type, 'schema'].map(escape).join('/');
    const validate = this.#validator(`api#/${pointer}`);
    if (validate(answer.body)) return [];
    return (validate.errors ?? []).map(
      (error) => `${where}: ${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  }

  #validator(ref: string): ValidateFunction {
    let validate = this.#validators.get(ref);
    if (!validate) this.#validators.set(ref, (validate = this.#ajv.compile({ $ref: ref })));
    return validate;
  }
}
