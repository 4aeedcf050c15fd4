import { describe, expect, it } from '@jest/globals';
import { CATEGORIES, keysOf } from '#libs/contracts';
import { allowedActions } from '#libs/domain';
import { identify } from '#libs/target';
import { OTHERS } from './others.js';
import { FATES, RARE_FATES, plannedCases } from './plan.js';

const planned = plannedCases();
const reports = [...planned.flatMap((one) => one.reports), ...OTHERS];
const texts = [
  ...reports.map(({ note }) => note),
  ...planned.flatMap(({ topic }) => [topic.reasons, topic.proportionality ?? '', ...Object.values(topic.harm ?? {})]),
];
/** Names that never belong to anybody (RFC 2606, RFC 6761). */
const RESERVED = /(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$/;

describe('the samples of the demonstration', () => {
  it('are some 300 reports that give about 120 cases', () => {
    expect(reports.length).toBeGreaterThanOrEqual(300);
    expect(reports.length).toBeLessThanOrEqual(420);
    expect(planned.length + OTHERS.length).toBeGreaterThanOrEqual(110);
    expect(planned.length + OTHERS.length).toBeLessThanOrEqual(140);
  });

  it('are the same ones every time', () => {
    expect(plannedCases()).toEqual(planned);
  });

  it('touch every category, and end in every way', () => {
    expect(new Set(planned.map(({ topic }) => topic.category))).toEqual(new Set(keysOf(CATEGORIES)));
    expect(new Set(planned.map(({ fate }) => fate))).toEqual(new Set([...FATES, ...RARE_FATES]));
    expect(new Set(OTHERS.map(({ end }) => end)).size).toBe(5);
  });

  it('ask for what the mandate allows, and no more', () => {
    const wrong = planned.filter(({ topic }) => !allowedActions(topic.category).includes(topic.action));
    expect(wrong.map(({ link }) => link)).toEqual([]);
  });

  it('name only hosts that belong to nobody', () => {
    const hosts = reports
      .flatMap(({ urls }) => urls)
      .flatMap((url) => {
        const target = identify(url);
        return target.state === 'accepted' ? [target.host] : [];
      });
    expect(hosts.length).toBeGreaterThan(300);
    expect(hosts.filter((host) => !RESERVED.test(host))).toEqual([]);
  });

  it('give one case one target, however its reports write the link', () => {
    for (const { link, reports: ofCase } of planned) {
      const keys = ofCase
        .flatMap(({ urls }) => urls)
        .map((url) => {
          const target = identify(url);
          return target.state === 'accepted' ? target.contentKey : 'unparseable';
        });
      expect([link, new Set(keys).size]).toEqual([link, 1]);
    }
    const targets = planned.map(({ link }) => {
      const target = identify(link);
      return target.state === 'accepted' ? target.contentKey : link;
    });
    expect(new Set(targets).size).toBe(planned.length);
  });

  it('come through every door and from both sides', () => {
    const all = planned.flatMap((one) => one.reports);
    expect(new Set(all.map(({ door }) => door))).toEqual(new Set(['public', 'unit', 'hotline', 'school']));
    expect(new Set(all.map(({ side }) => side))).toEqual(new Set(['lam-dong', 'ha-noi']));
  });

  it('are written in Vietnamese, composed, and as we spell it', () => {
    expect(texts.filter((text) => text !== text.normalize('NFC'))).toEqual([]);
    expect(texts.filter((text) => /[òóỏõọ][ae](?!\p{L})|[ùúủũụ]y(?!\p{L})/iu.test(text))).toEqual([]);
    const notes = reports.map(({ note }) => note);
    expect(
      notes.filter((note) => !/[àáạảãâầấậẩẫăằắặẳẵđèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹ]/iu.test(note)),
    ).toEqual([]);
    expect(notes.filter((note) => note.length < 8 || note.length > 400)).toEqual([]);
  });
});
