import { Injectable } from '@nestjs/common';
import type { WideningPreview, WideningQuery } from '#libs/contracts';
import { AccessLog, RegistersReader } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { guardOf } from './facts.js';
import { nameOf } from './host-path.js';
import { OrderFiles, wasIssued } from './order-file.js';
import { OrdersQueries } from './orders-query.js';
import { widerTarget } from './wider-target.js';

/** What a wider action at one provider would reach, before anybody asks for it. */
@Injectable()
export class WideningPreviews {
  constructor(
    private readonly files: OrderFiles,
    private readonly queries: OrdersQueries,
    private readonly registers: RegistersReader,
    private readonly access: AccessLog,
  ) {}

  /**
   * Changes nothing and promises nothing: everything is asked again when it is proposed and when it is approved.
   * @throws {Problem} `not-found` where no order was issued, `order-not-in-force` when it has ended.
   */
  async preview(caller: Principal, orderId: string, { provider, action }: WideningQuery): Promise<WideningPreview> {
    const { state } = await this.files.load(orderId);
    if (!wasIssued(state)) throw new Problem('not-found');
    if (state.status !== 'in-force' || state.terms.target === null) throw new Problem('order-not-in-force');
    await this.access.caseViewed(caller, state.terms.caseId);
    const registers = await this.registers.now();
    const target = widerTarget(state.terms.target, action);
    const guard = guardOf(target, action, registers);
    return {
      provider,
      action,
      target,
      expressible: registers.get('provider', provider)?.expresses.includes(action) ?? false,
      guard: guard.guarded ? { entry: guard.entry, why: guard.why } : null,
      alsoThere: await this.queries.onName(nameOf(target) ?? '', orderId),
    };
  }
}
