import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Principal } from '#libs/identity';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';
import { holderOf } from '../receive/digests.js';
import { ImportRecords } from './import-records.js';
import { ImportWorker } from './import-worker.js';
import { Spool } from './spool.js';

/** Takes the body of an import in: on disk and on record before anybody is told that it was accepted. */
@Injectable()
export class AcceptImport {
  constructor(
    private readonly spool: Spool,
    private readonly records: ImportRecords,
    private readonly worker: ImportWorker,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws {Problem} `unavailable` when there is no room on the disk; nothing is accepted then. */
  async accept(sender: Principal, body: Readable, mediaType: string | undefined): Promise<string> {
    const id = this.ids.v7();
    const bytes = await this.spool.write(id, body).catch((error: unknown) => {
      throw isFull(error) ? new Problem('unavailable', { cause: error, retryAfter: 60 }) : error;
    });
    try {
      await this.records.add({
        id,
        mediaType,
        sender,
        holder: holderOf(sender),
        correlationId: correlationId(),
        bytes,
        receivedAt: this.clock.now(),
      });
    } catch (error) {
      await this.spool.remove(id);
      throw error;
    }
    this.worker.wake();
    return id;
  }
}

const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as { code?: unknown } | null)?.code));
