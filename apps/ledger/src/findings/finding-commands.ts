import { Injectable } from '@nestjs/common';
import type { FindingEvent, RaiseFinding } from '#libs/contracts';
import { findings } from '#libs/domain';
import type { FindingCommand } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { AccessLog, RegistersReader, actorOf, officerOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';
import type { FieldError } from '#libs/service-kit';

const NO_SUCH_UNIT: FieldError = {
  pointer: '/unit',
  detail: { vi: 'Không có đơn vị này trong danh bạ', en: 'The register has no such unit' },
  code: 'unknown-unit',
};
const NO_SUCH_CASE: FieldError = {
  pointer: '/case',
  detail: { vi: 'Không có vụ việc này', en: 'There is no such case' },
  code: 'unknown-case',
};
const PAST: FieldError = {
  pointer: '/answerBy',
  detail: { vi: 'Hạn trả lời phải ở tương lai', en: 'The time to answer by must lie ahead' },
  code: 'in-the-past',
};

type Answer = { readonly type: 'answer'; readonly text: string } | { readonly type: 'close' };

/** Folds a finding, decides, appends. */
@Injectable()
export class FindingCommands {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly access: AccessLog,
    private readonly registers: RegistersReader,
  ) {}

  /** A finding concerns a unit of the register and, where it names one, a case that exists; it leaves time for an answer. */
  async raise(body: RaiseFinding, caller: Principal): Promise<{ findingId: string; position: number }> {
    const registers = await this.registers.now();
    if (registers.get('unit', body.unit) === undefined) throw new Problem('unknown-entry', { errors: [NO_SUCH_UNIT] });
    if (body.case !== undefined && (await this.store.readStream(`case-${body.case}`, { limit: 1 })).length === 0)
      throw new Problem('invalid-request', { errors: [NO_SUCH_CASE] });
    if (new Date(body.answerBy) <= this.clock.now()) throw new Problem('invalid-request', { errors: [PAST] });
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
    const by = officerOf(caller, await this.registers.now());
    if (!by) throw new Problem('forbidden');
    const decision = findings.decide({ ...command, by }, state);
    if (!decision.ok) {
      // What is not there was stopped by no rule.
      if (decision.refusal !== 'not-found') {
        const attempt = `finding.${command.type}`;
        await this.access.refused(caller, { attempt, refusal: decision.refusal, subject: findingId });
      }
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
