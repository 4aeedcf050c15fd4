import { Injectable } from '@nestjs/common';
import type { RequestEvent, SandboxBody } from '#libs/contracts';
import { plusDays, plusMinutes, referenceOf, requests } from '#libs/domain';
import type { RequestCommand, RequestLife } from '#libs/domain';
import { Clock, Database, Ids } from '#libs/service-kit';
import { DEFAULT_MINUTES } from '../orders/deadlines.js';
import { SandboxRequests } from './sandbox-requests.js';

/** Cited by every test request, so that none can be taken for a real one. */
const CITATION = 'Yêu cầu thử nghiệm, không có giá trị pháp lý';

/** Makes test requests for one sandbox key: names below `example.test`, which lead nowhere. */
@Injectable()
export class Sandbox {
  constructor(
    private readonly streams: SandboxRequests,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * `block`: new requests. `lift`: takes the oldest blocks in force back, as many as asked for and there are; one that
   * was never fetched is recalled, as in earnest.
   */
  async make(provider: string, { kind, action, count }: SandboxBody): Promise<string[]> {
    const made = kind === 'block' ? this.#blocks(provider, action, count) : await this.#lifts(provider, count);
    if (made.length > 0) await this.streams.append(made);
    return made.map(({ id }) => id);
  }

  /** As if the installation had been restored from a backup in which this provider had no test request. Their ids. */
  restart(provider: string): Promise<string[]> {
    return this.streams.forget(provider);
  }

  #blocks(provider: string, action: SandboxBody['action'], count: number): SandboxChange[] {
    const now = this.clock.now().toISOString();
    return Array.from({ length: count }, () => {
      const id = this.ids.v7();
      const ids = { caseId: this.ids.v7(), orderId: this.ids.v7(), requestId: id, provider };
      const host = `t-${id.slice(-12)}.example.test`;
      const command: RequestCommand = {
        type: 'queue',
        ids,
        order: { reference: referenceOf(ids.orderId), legalBasis: 'sandbox', issuedAt: now },
        category: 'social-vice',
        action,
        target:
          action === 'block-host'
            ? { host }
            : action === 'block-domain'
              ? { domain: host }
              : { url: `http://${host}/1` },
        expiresAt: plusDays(now, 1),
        citation: CITATION,
        acknowledgeBy: plusMinutes(now, DEFAULT_MINUTES['request-acknowledge']),
        enforceBy: plusMinutes(now, DEFAULT_MINUTES['request-enforce']),
      };
      return { id, caseId: ids.caseId, version: 0, events: decided(command, requests.initialState) };
    });
  }

  async #lifts(provider: string, count: number): Promise<SandboxChange[]> {
    const { rows } = await this.database.query<{ request_id: string }>(
      `select r.request_id from dispatch_sandbox.request r join dispatch_sandbox.item i using (request_id)
        where r.provider = $1 and r.in_force and i.live order by i.sequence limit $2`,
      [provider, count],
    );
    const now = this.clock.now().toISOString();
    const command: RequestCommand = {
      type: 'queueLift',
      reason: 'withdrawn',
      now,
      liftBy: plusMinutes(now, DEFAULT_MINUTES['request-lift']),
      citation: CITATION,
    };
    const loaded = await this.streams.loadAll(rows.map((row) => row.request_id));
    return [...loaded.values()].flatMap(({ id, life, version }) =>
      'ids' in life ? [{ id, caseId: life.ids.caseId, version, events: decided(command, life) }] : [],
    );
  }
}

interface SandboxChange {
  readonly id: string;
  readonly caseId: string;
  readonly version: number;
  readonly events: readonly RequestEvent[];
}

function decided(command: RequestCommand, life: RequestLife): readonly RequestEvent[] {
  const decision = requests.decide(command, life);
  return decision.ok ? decision.events : [];
}
