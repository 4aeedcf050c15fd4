import { Injectable } from '@nestjs/common';
import type { OnCallList, OnCallQuery, OnCallResult, RotaEvent, SetOnCall } from '#libs/contracts';
import { rotas, type RotaCommand } from '#libs/domain';
import { ConcurrencyConflict, EventStore } from '#libs/event-store';
import { AccessLog, actorOf, type Principal } from '#libs/identity';
import { Clock, Database, Ids, Problem, ReadPosition, correlationId } from '#libs/service-kit';
import { Colleagues } from '../people/colleagues.js';
import { Officers } from '../people/officers.js';

const MOST_TRIES = 5;
/** How far ahead the rota is shown when nobody says (ms). */
const AHEAD = 31 * 86_400_000;

/** Who is on call for pleas of help of a unit. */
@Injectable()
export class Rota {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly officers: Officers,
    private readonly colleagues: Colleagues,
    private readonly access: AccessLog,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** A unit's shifts in a period, from now for a month when none is named. */
  async list(caller: Principal, query: OnCallQuery): Promise<OnCallList> {
    const unit = query.unit ?? caller.unit;
    if (unit === null) throw new Problem('forbidden');
    const { stale } = await this.position.wait(['triage.rota'], query.after);
    const now = this.clock.now();
    const from = query.from ?? now.toISOString();
    const until = query.until ?? new Date(now.getTime() + AHEAD).toISOString();
    const { rows } = await this.database.query<{
      shift_id: string;
      person: string;
      begins: Date;
      ends: Date;
      set_by: string;
    }>(
      `select shift_id, person, begins, ends, set_by from triage_rota.shift
        where unit = $1 and begins < $3::timestamptz and ends > $2::timestamptz order by begins, shift_id limit 500`,
      [unit, from, until],
    );
    const { rows: current } = await this.database.query<{ person: string }>(
      'select person from triage_rota.shift where unit = $1 and begins <= $2::timestamptz and ends > $2::timestamptz',
      [unit, now.toISOString()],
    );
    return {
      unit,
      now: current[0]?.person ?? null,
      items: rows.map(({ shift_id, person, begins, ends, set_by }) => ({
        id: shift_id,
        unit,
        person,
        from: begins.toISOString(),
        until: ends.toISOString(),
        setBy: set_by,
      })),
      ...(stale ? { stale } : {}),
    };
  }

  /** Puts somebody of the caller's unit on call. */
  async set(caller: Principal, { person, from, until }: SetOnCall): Promise<OnCallResult> {
    const by = await this.officers.of(caller);
    const of = await this.colleagues.find(person);
    const shiftId = this.ids.v5(`on-call:${JSON.stringify([by.unit, person, from, until])}`);
    const now = this.clock.now().toISOString();
    return this.decide(caller, { type: 'set', unit: by.unit, by, shiftId, person, from, until, of, now });
  }

  async cancel(caller: Principal, shiftId: string): Promise<OnCallResult> {
    const by = await this.officers.of(caller);
    const { rows } = await this.database.query<{ unit: string }>(
      'select unit from triage_rota.shift where shift_id = $1',
      [shiftId],
    );
    return this.decide(caller, { type: 'cancel', unit: rows[0]?.unit ?? by.unit, by, shiftId });
  }

  private async decide(caller: Principal, command: RotaCommand): Promise<OnCallResult> {
    const stream = `rota-${command.unit}`;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const events = await this.store.readStream(stream);
      const decision = rotas.decide(command, rotas.fold(events as unknown as RotaEvent[]));
      if (!decision.ok) return this.refuse(caller, decision);
      const last = events.at(-1);
      if (decision.events.length === 0) return { id: command.shiftId, position: last?.position ?? 0 };
      try {
        const appended = await this.store.append({
          streams: [
            {
              stream,
              expectedVersion: last?.version ?? 0,
              events: decision.events.map(({ type, data }) => ({
                id: this.ids.v7(),
                type,
                data,
                occurredAt: this.clock.now().toISOString(),
                actor: actorOf(caller),
                correlationId: correlationId(),
                causationId: null,
              })),
            },
          ],
        });
        return { id: command.shiftId, position: appended.position };
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict)) throw error;
      }
    }
    throw new Problem('stale-version');
  }

  private async refuse(
    caller: Principal,
    refused: Extract<ReturnType<typeof rotas.decide>, { ok: false }>,
  ): Promise<never> {
    const { refusal } = refused;
    if (refusal === 'foreign-unit' || refusal === 'forbidden') {
      await this.access.refused(caller, { attempt: 'on-call', refusal });
    }
    throw Problem.refused(refused);
  }
}
