// Loaded before the agent (`node --import`): ends the process with SIGKILL at a named point, the first time it is reached. The agent does not
// know that it is tested. END_AT: `list-in-place` (the resolver's file was renamed into place), `reloaded` (just before the next saved state),
// `state-saved` (cursor and list are on disk, nothing was answered), `answered` (the server confirmed, it is not written down yet).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [point, after = '1'] = (process.env.END_AT ?? '').split('@');
let left = Number(after);
const end = () => {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

const { rename } = fs.promises;
let listed = false;
fs.promises.rename = async (from, to) => {
  const state = String(to).endsWith('/state.json');
  if (state && listed && point === 'reloaded') end();
  await rename(from, to);
  if (to === process.env.END_AT_LIST) {
    listed = true;
    if (point === 'list-in-place') end();
  } else if (state && listed && point === 'state-saved') end();
};
syncBuiltinESMExports();

const { fetch } = globalThis;
globalThis.fetch = async (url, init) => {
  const answer = await fetch(url, init);
  if (point === 'answered' && String(url).endsWith('/requests/answers')) end();
  return answer;
};
