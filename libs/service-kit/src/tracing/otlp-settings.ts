import { z } from 'zod';

/** Where spans go, when they go anywhere. */
export interface SpanExport {
  /** The collector's address for traces over OTLP/HTTP. */
  readonly url: string;
  /** Sent with every batch; often a credential. */
  readonly headers: Readonly<Record<string, string>>;
  /** `service.name` of everything this process tells. */
  readonly service: string;
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** `name=value[,…]`, values percent-encoded: the form that the specification of the variable refers to (W3C Baggage). */
const headers = z.string().transform((text, ctx) => {
  const read: Record<string, string> = {};
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const at = part.indexOf('=');
    const [name, value] = [part.slice(0, Math.max(at, 0)).trim(), decoded(part.slice(at + 1).trim())];
    if (NAME.test(name) && value !== null) read[name.toLowerCase()] = value;
    else {
      ctx.addIssue('must be NAME=VALUE[,…], values percent-encoded');
      return z.NEVER;
    }
  }
  return read;
});

/** The standard variables of OpenTelemetry that are heeded. */
export const OTLP_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL, without /v1/traces' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headers.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/protobuf', 'only http/protobuf is spoken').optional(),
  OTEL_SERVICE_NAME: z.string().max(255).default('lachan'),
};

/** Undefined without an endpoint: then nothing of this is loaded. */
export function spanExport(e: z.infer<z.ZodObject<typeof OTLP_VARIABLES>>): SpanExport | undefined {
  const endpoint = e.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  return { url: url.href, headers: e.OTEL_EXPORTER_OTLP_HEADERS ?? {}, service: e.OTEL_SERVICE_NAME };
}

function decoded(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? value : null;
  } catch {
    return null;
  }
}
