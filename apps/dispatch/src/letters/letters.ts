import { Injectable } from '@nestjs/common';
import type { LetterDetail, LetterFormat, LetterList, LettersQuery } from '#libs/contracts';
import { AccessLog, RegistersReader } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { CursorCodec, Problem, ReadPosition } from '#libs/service-kit';
import { LetterFiles } from '../adapters/letter/letter-files.js';
import { requestsReadModel } from '../requests/requests.read-model.js';
import { LetterQuery } from './letter-query.js';
import type { FoundLetter } from './letter-query.js';
import { lettersReadModel } from './letters.read-model.js';

/** Official letters as staff of the unit whose requests they carry see them; auditors see all. */
@Injectable()
export class Letters {
  constructor(
    private readonly query: LetterQuery,
    private readonly files: LetterFiles,
    private readonly registers: RegistersReader,
    private readonly access: AccessLog,
    private readonly cursors: CursorCodec,
    private readonly position: ReadPosition,
  ) {}

  async list(caller: Principal, query: LettersQuery): Promise<LetterList> {
    const { stale } = await this.position.wait([lettersReadModel.name, requestsReadModel.name], query.after);
    const scope = `letters:${caller.id}`;
    const before = this.cursors.decode(scope, query.cursor);
    if (before !== undefined && typeof before !== 'number') throw new Problem('invalid-cursor');
    const { state, provider, limit } = query;
    const units = await this.#units(caller);
    const found = await this.query.list({ units, state, provider, before, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(({ view }) => view),
      ...(found.length > limit && last ? { cursor: this.cursors.encode(scope, last.position) } : {}),
      ...(stale ? { stale } : {}),
    };
  }

  async one(caller: Principal, id: string): Promise<LetterDetail> {
    const found = await this.found(caller, id);
    await this.#viewed(caller, found);
    return { ...found.view, items: await this.query.items(found) };
  }

  /** One of the letter's files under its name. Whoever has it has its targets: it counts as a look at each of the cases. */
  async file(
    caller: Principal,
    id: string,
    format: LetterFormat,
  ): Promise<{ readonly name: string; readonly body: Buffer; readonly sha256: string }> {
    const found = await this.found(caller, id);
    await this.#viewed(caller, found);
    const body = await this.files.read(found.issued, format);
    const { year, number } = found.view;
    return { name: `cong-van-${String(year)}-${asciiOf(number)}.${format}`, body, sha256: found.issued.files[format] };
  }

  /** @throws {Problem} `not-found`, or `foreign-unit` when it carries another unit's requests. */
  async found(caller: Principal, id: string): Promise<FoundLetter> {
    const found = await this.query.one(id);
    if (!found) throw new Problem('not-found');
    const units = await this.#units(caller);
    if (units !== null && !units.includes(found.issued.unit)) {
      await this.access.refused(caller, { attempt: 'read-letter', refusal: 'foreign-unit', subject: id });
      throw new Problem('foreign-unit');
    }
    return found;
  }

  async #units(caller: Principal): Promise<string[] | null> {
    if (caller.roles.includes('auditor')) return null;
    if (caller.unit === null) throw new Problem('forbidden');
    return [caller.unit, ...(await this.registers.now()).predecessors(caller.unit)];
  }

  async #viewed(caller: Principal, { issued }: FoundLetter): Promise<void> {
    for (const caseId of new Set(issued.items.map((item) => item.caseId))) await this.access.caseViewed(caller, caseId);
  }
}

/** A name that every file system takes. */
const asciiOf = (number: string): string => number.replaceAll('Đ', 'D').replaceAll(/[^0-9A-Za-z.-]+/g, '-');
