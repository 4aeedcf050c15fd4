import { Injectable } from '@nestjs/common';
import type { FindingEvent, RaiseFinding } from '#libs/contracts';
import { findings } from '#libs/domain';
import type { FindingCommand, Officer } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { AccessLog, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';

type Answer = { readonly type: 'answer'; readonly text: string } | { readonly type: 'close' };

const officerOf = (caller: Principal): Officer => ({
  person: caller.id,
  human: caller.human ?? caller.id,
  unit: caller.unit ?? '',
  roles: caller.roles,
  predecessors: [],
  delegation: null,
});

/** Folds a finding, decides, appends. */
@Injectable()
export class FindingCommands {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly access: AccessLog,
  ) {}

  raise(body: RaiseFinding, caller: Principal): Promise<{ findingId: string; position: number }> {
    const findingId = this.ids.v7();
    return this.carryOut(
      findingId,
      {
        type: 'raise',
        findingId,
        caseId: body.case ?? null,
        unit: body.unit,
        answerBy: new Date(body.answerBy).toISOString(),
        text: body.text,
      },
      caller,
    );
  }

  async carryOut(
    findingId: string,
    command: Answer | Omit<Extract<FindingCommand, { type: 'raise' }>, 'by'>,
    caller: Principal,
  ): Promise<{ findingId: string; position: number }> {
    const stream = `finding-${findingId}`;
    const history = await this.store.readStream(stream);
    const state = findings.fold(history as unknown as FindingEvent[]);
    const decision = findings.decide({ ...command, by: officerOf(caller) }, state);
    if (!decision.ok) {
      await this.access.refused(caller, {
        attempt: `finding.${command.type}`,
        refusal: decision.refusal,
        subject: findingId,
      });
      throw new Problem(decision.refusal, decision.detail === undefined ? {} : { detail: decision.detail });
    }
    if (decision.events.length === 0) return { findingId, position: history.at(-1)?.position ?? 0 };
    const now = this.clock.now().toISOString();
    const { position } = await this.store.append({
      streams: [
        {
          stream,
          expectedVersion: history.length,
          events: decision.events.map((event) => ({
            ...event,
            id: this.ids.v7(),
            occurredAt: now,
            actor: actorOf(caller),
            correlationId: correlationId(),
            causationId: null,
          })),
        },
      ],
    });
    return { findingId, position };
  }
}
