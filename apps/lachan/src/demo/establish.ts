import { randomBytes } from 'node:crypto';
import type { ChangeDecided, ChangeProposed, KeyIssued, SetUpDone } from './answers.js';
import type { Credentials } from './credentials.js';
import { httpCaller, signIn } from './http-caller.js';
import type { HttpCaller } from './http-caller.js';
import { ENTRIES, KEYS, OPERATIONS, PEOPLE } from './registers/index.js';
import type { DemoEntry, DemoPerson } from './registers/index.js';

const ADMINISTRATORS = [
  {
    id: 'quan-tri-mot',
    login: 'quan-tri-mot',
    name: 'Ngô Việt Dũng',
    unit: { id: OPERATIONS[0], name: 'Đơn vị vận hành một', kind: 'operations' },
  },
  {
    id: 'quan-tri-hai',
    login: 'quan-tri-hai',
    name: 'Đinh Thuỳ Linh',
    unit: { id: OPERATIONS[1], name: 'Đơn vị vận hành hai', kind: 'operations' },
  },
] as const;

const newPassword = (): string => randomBytes(15).toString('base64url');

interface TwoAdministrators {
  readonly proposer: HttpCaller;
  readonly approver: HttpCaller;
}

/** One entry, proposed by one administrator and approved by the other; a person's invitation is made of both their parts. */
const enter = async ({ proposer, approver }: TwoAdministrators, { kind, id, value }: DemoEntry): Promise<string> => {
  const proposed = await proposer.call<ChangeProposed>('POST', `/registers/${kind}`, { id, value });
  const approved = await approver.call<ChangeDecided>('POST', `/registers/${kind}/${id}/approve`, {
    changeId: proposed.changeId,
  });
  return `${proposed.invitationPart ?? ''}.${approved.invitationPart ?? ''}`;
};

const invite = async (url: string, administrators: TwoAdministrators, person: DemoPerson) => {
  const invitation = await enter(administrators, person.entry);
  const password = newPassword();
  await httpCaller(url).call('POST', `/invitations/${invitation}`, { password });
  return { login: person.login, password, role: person.role, unit: person.unit };
};

/**
 * Sets the demonstration up over HTTP, as an installation is: the one-time token makes two administrators of two units,
 * and they enter units, providers, policies, people and keys, each proposing what the other approves.
 */
export const establish = async (url: string, token: string, progress: (what: string) => void): Promise<Credentials> => {
  progress('quản trị · administrators');
  const passwords = [newPassword(), newPassword()] as const;
  const [first, second] = ADMINISTRATORS;
  const setUp = await httpCaller(url).call<SetUpDone>('POST', '/setup', {
    token,
    administrators: [{ ...first, password: passwords[0] }, second],
  });
  await httpCaller(url).call('POST', `/invitations/${setUp.invitation.token}`, { password: passwords[1] });
  const administrators = {
    proposer: await signIn(url, first.login, passwords[0]),
    approver: await signIn(url, second.login, passwords[1]),
  };
  progress('danh bạ · registers');
  for (const entry of ENTRIES) await enter(administrators, entry);
  progress('người dùng, khoá · people and keys');
  const users: Credentials['users'] = ADMINISTRATORS.map(({ login, unit }, index) => ({
    login,
    password: passwords[index] ?? '',
    role: 'administrator',
    unit: unit.id,
  }));
  for (const person of PEOPLE) users.push(await invite(url, administrators, person));
  const keys: Credentials['keys'] = [];
  for (const { name, role, unit, provider, channel } of KEYS) {
    const issued = await administrators.proposer.call<KeyIssued>('POST', '/keys', {
      name,
      role,
      unit,
      provider,
      channel,
    });
    keys.push({ name, role, unit: unit ?? provider ?? '', key: issued.key });
  }
  return { url, users, keys };
};
