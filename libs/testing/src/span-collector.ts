import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attributesOf, fieldsOf, texts } from './otlp-wire.js';

/** A span as it arrived. */
export interface SeenSpan {
  readonly service: string;
  readonly name: string;
  /** 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty at the root. */
  readonly parentId: string;
  /** Nanoseconds since 1970. */
  readonly begun: bigint;
  readonly ended: bigint;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A collector that speaks OTLP over HTTP as far as tests need it: it keeps what came, as bytes and as read from them. */
export class SpanCollector {
  readonly bodies: Buffer[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  readonly paths: string[] = [];
  readonly #spans: SeenSpan[] = [];
  #read = 0;
  /** Answers; default: 200. */
  answer: (reply: ServerResponse) => void = (reply) => reply.writeHead(200).end();

  private constructor(private readonly server: ReturnType<typeof createServer>) {
    server.on('request', (request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.bodies.push(Buffer.concat(chunks));
        this.headers.push(request.headers);
        this.paths.push(`${request.method ?? ''} ${request.url ?? ''}`);
        this.answer(reply);
      });
    });
  }

  static async start(): Promise<SpanCollector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SpanCollector(server);
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get endpoint(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Connections that are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  get spans(): readonly SeenSpan[] {
    for (; this.#read < this.bodies.length; this.#read += 1)
      this.#spans.push(...spansOf(this.bodies[this.#read] ?? Buffer.alloc(0)));
    return this.#spans;
  }

  /** Everything that came, to be searched for what must not be in it. */
  get bytes(): Buffer {
    return Buffer.concat(this.bodies);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** `ExportTraceServiceRequest` of opentelemetry-proto: resource spans (1), in each a resource (1) and scopes (2), in each spans (2). */
const spansOf = (body: Buffer): SeenSpan[] =>
  fieldsOf(body, 1).flatMap((ofResource) => {
    const resource = fieldsOf(ofResource, 1)[0] ?? Buffer.alloc(0);
    const service = String(attributesOf(resource, 1)['service.name']);
    return fieldsOf(ofResource, 2)
      .flatMap((scope) => fieldsOf(scope, 2))
      .map((span) => readSpan(service, span));
  });

function readSpan(service: string, span: Buffer): SeenSpan {
  const bytes = (field: number): Buffer => fieldsOf(span, field)[0] ?? Buffer.alloc(0);
  const [status] = fieldsOf(span, 15);
  return {
    service,
    name: texts(span, 5)[0] ?? '',
    kind: Number(fieldsOf(span, 6)[0]?.readBigUInt64LE() ?? 0n),
    traceId: bytes(1).toString('hex'),
    spanId: bytes(2).toString('hex'),
    parentId: bytes(4).toString('hex'),
    begun: bytes(7).readBigUInt64LE(),
    ended: bytes(8).readBigUInt64LE(),
    failed: (status && fieldsOf(status, 3)[0]?.readBigUInt64LE()) === 2n,
    attributes: attributesOf(span, 9),
  };
}
