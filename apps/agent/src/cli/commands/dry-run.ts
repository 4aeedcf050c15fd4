import { EXIT, report } from '#libs/cli';
import { readConfig } from '../../config/config.js';
import { SILENT } from '../../loop/log.js';
import { shownAs } from '../../state/entry.js';
import { difference, effective } from '../../state/follow.js';
import { openAgent } from '../context.js';

/** `agent --dry-run`: what the next round would add and remove. Nothing is applied, answered or saved; the server takes what it shows for delivered. */
export async function dryRun(path: string, json: boolean): Promise<number> {
  const agent = await openAgent(readConfig(path), SILENT);
  const before = agent.entries;
  const followed = await agent.preview();
  if (!followed.ok) {
    report(json, { refused: followed.detail }, () => [`refused: ${followed.detail}`]);
    return EXIT.failed;
  }
  const { added, removed } = difference(before, effective(followed.told, agent.pinned));
  const refused = followed.state.outbox
    .slice(agent.state.outbox.length)
    .flatMap((answer) => (answer.answer === 'refused' ? [{ request: answer.id, code: answer.code }] : []));
  const value = {
    from: agent.state.sequence,
    to: followed.state.sequence,
    added: added.map(shownAs),
    removed: removed.map(shownAs),
    refused,
  };
  report(json, value, () => [
    ...value.added.map((what) => `+ ${what}`),
    ...value.removed.map((what) => `- ${what}`),
    ...refused.map(({ request, code }) => `! request ${request} would be refused: ${code}`),
    `${added.length} to add, ${removed.length} to remove, ${refused.length} to refuse; nothing was changed`,
  ]);
  return EXIT.done;
}
