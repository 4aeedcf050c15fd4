import type { Credentials } from '../credentials.js';
import { httpCaller, signIn } from '../http-caller.js';
import type { HttpCaller } from '../http-caller.js';
import type { PlannedReport, Side } from './plan.js';

/** Everybody who takes part in the samples, signed in. */
export interface Cast {
  /** Has on the desk what is still to be done. */
  readonly analyst: Readonly<Record<Side, HttpCaller>>;
  /** Did what is over, so that the first hour of whoever tries the demonstration does not begin with a break. */
  readonly colleague: Readonly<Record<Side, HttpCaller>>;
  readonly approver: Readonly<Record<Side, HttpCaller>>;
  readonly police: HttpCaller;
  /** Reaches the children of Lâm Đồng who ask for help. */
  readonly protection: HttpCaller;
  readonly providers: readonly HttpCaller[];
  /** The callers behind a report's door. */
  readonly door: (report: PlannedReport) => HttpCaller;
}

export const gather = async (url: string, credentials: Credentials): Promise<Cast> => {
  const person = async (login: string): Promise<HttpCaller> => {
    const user = credentials.users.find((candidate) => candidate.login === login);
    if (!user) throw new Error(`the demonstration has no ${login}`);
    return signIn(url, user.login, user.password);
  };
  const byKey = (name: string): HttpCaller => {
    const found = credentials.keys.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`the demonstration has no key ${name}`);
    return httpCaller(url, { authorization: `Bearer ${found.key}` });
  };
  const units = { 'lam-dong': byKey('Nhập hàng loạt Lâm Đồng'), 'ha-noi': byKey('Tổ theo dõi Hà Nội') };
  const doors = { hotline: byKey('Tổng đài 111'), school: byKey('Trường mẫu báo tin'), public: httpCaller(url) };
  return {
    analyst: { 'lam-dong': await person('chuyen-vien-lam-dong'), 'ha-noi': await person('chuyen-vien-ha-noi') },
    approver: { 'lam-dong': await person('phe-duyet-lam-dong'), 'ha-noi': await person('phe-duyet-ha-noi') },
    colleague: { 'lam-dong': await person('chuyen-vien-lam-dong-2'), 'ha-noi': await person('chuyen-vien-ha-noi-2') },
    police: await person('can-bo-cong-an-lam-dong'),
    protection: await person('can-bo-bao-tro-lam-dong'),
    providers: credentials.keys
      .filter(({ role }) => role === 'provider')
      .map(({ key }) => httpCaller(url, { authorization: `Bearer ${key}` })),
    door: (report) => (report.door === 'unit' ? units[report.side] : doors[report.door]),
  };
};
