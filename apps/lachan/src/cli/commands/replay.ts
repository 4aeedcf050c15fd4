import type { Command } from 'commander';
import { z } from 'zod';
import { caseHistory, replayCase } from '#apps/ledger';
import { EXIT, report } from '#libs/cli';
import { withInstallation } from '../context.js';
import { CommandFailed } from '../output.js';

const CaseId = z.uuid();
const Moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const hanoi = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The moment as UTC; a date alone means the end of that day in Việt Nam. */
const momentOf = (text: string): string => {
  if (!Moment.safeParse(text).success) {
    throw new CommandFailed(`--at: "${text}" is neither a date nor an RFC 3339 time`, EXIT.usage);
  }
  return new Date(text.includes('T') ? text : `${text}T23:59:59.999+07:00`).toISOString();
};

/** `lachan replay CASE [--at TIME]`: a case's history and its state at any moment. */
export const addReplay = (lachan: Command): void => {
  lachan
    .command('replay')
    .description("print a case's history and its state at any moment")
    .argument('<case>', 'the id of the case')
    .option('--at <time>', 'RFC 3339 time, or a date (end of that day in Việt Nam); default: now')
    .option('--json', 'answer in JSON')
    .action(async (caseId: string, options: { at?: string; json?: boolean }) => {
      if (!CaseId.safeParse(caseId).success) throw new CommandFailed(`"${caseId}" is not the id of a case`, EXIT.usage);
      const at = options.at === undefined ? undefined : momentOf(options.at);
      const replay = await withInstallation(async ({ host, store }) => {
        const { database } = host.runtime('ledger');
        const moment = at ?? host.clock.now().toISOString();
        const events = await caseHistory(database, store('ledger'), caseId, moment);
        return replayCase(caseId, moment, events);
      });
      if (replay.events.length === 0)
        throw new CommandFailed(`no event of case ${caseId} was recorded by ${replay.at}`);
      report(options.json === true, replay, () => [
        `Vụ việc ${caseId} lúc ${hanoi.format(new Date(replay.at))}: ${replay.state.status}`,
        ...replay.events.map(
          (event) =>
            `${hanoi.format(new Date(event.recordedAt))}  #${String(event.position).padStart(6)}  ${event.type.padEnd(22)} ${event.actor.id}${event.actor.unit === undefined ? '' : ` (${event.actor.unit})`}`,
        ),
        ...replay.requests.map(({ provider, status }) => `→ ${provider}: ${status}`),
      ]);
    });
};
