import { Injectable } from '@nestjs/common';
import type { EventData, RevealText, RevealedText } from '#libs/contracts';
import { AccessLog, type Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { defang } from '#libs/target';
import { isBlindFor } from '../cases/blind-look.js';
import { CaseDoor } from '../cases/case-door.js';
import type { CaseFileRead } from '../cases/case-files.js';
import { ReportTexts } from '../opening/report-texts.js';
import { WorkRules } from '../people/work-rules.js';

/** Gives a covered text in the clear to whoever asks for it; asking is on record, every time. */
@Injectable()
export class Reveal {
  constructor(
    private readonly door: CaseDoor,
    private readonly texts: ReportTexts,
    private readonly rules: WorkRules,
    private readonly access: AccessLog,
  ) {}

  /** @throws {Problem} `not-found` where the case has no such text; `own-view-needed` for reasons hidden by a blind look. */
  async text(caller: Principal, caseId: string, { part, id }: RevealText): Promise<RevealedText> {
    const { file, officer } = await this.door.open(caller, caseId);
    if (part === 'proposal' && isBlindFor(file, officer, await this.rules.blindSecondLook(file.state.unit))) {
      throw new Problem('own-view-needed');
    }
    const text = await this.find(file, part, id);
    if (text === undefined) throw new Problem('not-found');
    await this.access.textRevealed(caller, id === undefined ? part : `${part} ${id}`, caseId);
    return { caseId, part, id: id ?? null, text };
  }

  private async find(file: CaseFileRead, part: RevealText['part'], id = ''): Promise<string | null | undefined> {
    const { state, events } = file;
    switch (part) {
      case 'note': {
        const note = events.find(
          (event) => event.type === 'NoteAdded' && (event.data as EventData<'NoteAdded'>).noteId === id,
        );
        return note && (note.data as EventData<'NoteAdded'>).text;
      }
      case 'report':
        return state.reports.some(({ reportId }) => reportId === id) ? this.texts.clear(id) : undefined;
      case 'target': {
        const target = state.targets[id === '' ? 0 : Number(id)];
        if (target === undefined || target === null) return target;
        if (target.state === 'none') return undefined;
        return defang(target.state === 'accepted' ? target.requestUrl : target.raw);
      }
      case 'proposal': {
        const pending = 'pending' in state ? state.pending : 'approved' in state ? state.approved : undefined;
        return pending && (pending.proposal?.reasons ?? null);
      }
      case 'dismissal': {
        const event = events.findLast(({ type }) => type === 'CaseDismissed' || type === 'DismissalProposed');
        return event && (event.data as EventData<'CaseDismissed'>).reason;
      }
    }
  }
}
