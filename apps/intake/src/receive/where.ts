import { Injectable } from '@nestjs/common';
import type { UnitKind } from '#libs/contracts';
import { RegistersReader, type Principal, type RegistersAt } from '#libs/identity';
import { Clock } from '#libs/service-kit';
import { fold } from '../fold.js';

export interface Where {
  /** Register id of the province, or a word made of what the reporter wrote; null when nothing was said. */
  readonly province: string | null;
  /** The unit that hears of it first; null: triage decides. */
  readonly unit: string | null;
}

/** Whoever watches over a province for everybody, most fitting first. */
const WATCHING: readonly UnitKind[] = ['monitoring-team', 'city-centre', 'department', 'police'];
/** How many years a province that was merged is looked for, backwards from today. */
const YEARS_BACK = 10;

/** Which province and unit a report belongs to: the channel's own unit, else the unit that watches the province. */
@Injectable()
export class Whereabouts {
  constructor(
    private readonly registers: RegistersReader,
    private readonly clock: Clock,
  ) {}

  async of(principal: Principal, province: string | null): Promise<Where> {
    if (province === null) return { province: null, unit: principal.unit };
    const now = await this.registers.now();
    const id = provinceId(now, province) ?? (await this.#formerProvince(province));
    return {
      province: id ?? wordOf(province),
      unit: principal.unit ?? (id === null ? null : await this.#unit(now, id)),
    };
  }

  /** The watching unit of a province, or of whoever took the province over. */
  async #unit(now: RegistersAt, province: string): Promise<string | null> {
    const wanted = [province, ...(await this.#successors(province))];
    for (const place of wanted) {
      const units = now.all('unit').filter((unit) => unit.province === place);
      for (const kind of WATCHING) {
        const unit = units.find((candidate) => candidate.kind === kind);
        if (unit) return unit.id;
      }
    }
    return null;
  }

  async #successors(province: string): Promise<readonly string[]> {
    for await (const registers of this.#back()) {
      const entry = registers.get('province', province);
      if (entry) return entry.successors;
    }
    return [];
  }

  async #formerProvince(text: string): Promise<string | null> {
    for await (const registers of this.#back()) {
      const id = provinceId(registers, text);
      if (id !== null) return id;
    }
    return null;
  }

  /** The registers today and at the same day of earlier years: merged provinces are no longer valid but still written. */
  async *#back(): AsyncGenerator<RegistersAt> {
    const day = this.clock.now();
    for (let years = 0; years <= YEARS_BACK; years += 1) {
      yield await this.registers.at(new Date(day));
      day.setUTCFullYear(day.getUTCFullYear() - 1);
    }
  }
}

/** The province that a text names by its id or name, with or without accents and "tỉnh" or "thành phố". */
function provinceId(registers: RegistersAt, text: string): string | null {
  const wanted = bare(text);
  const found = registers.all('province').find(({ id, name }) => bare(id) === wanted || bare(name) === wanted);
  return found?.id ?? null;
}

const bare = (text: string): string => fold(text).replace(/^(?:tinh|thanh pho|tp) /, '');

const wordOf = (text: string): string | null => bare(text).replaceAll(' ', '-').slice(0, 100) || null;
