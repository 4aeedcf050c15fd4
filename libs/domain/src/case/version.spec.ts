import { describe, expect, it } from '@jest/globals';
import { isMaterial } from '#libs/contracts';
import { materialVersion } from './version.js';

describe('the version of a case', () => {
  it('is that of its last material event: reports, notes and suggestions do not move it', () => {
    const events = (
      ['CaseOpened', 'ReportAttached', 'CaseClassified', 'CasePrioritised', 'NoteAdded', 'CategorySuggested'] as const
    ).map((type, index) => ({ type, version: index + 1 }));
    expect(materialVersion(events, isMaterial)).toBe(3);
  });

  it('goes on from where it was', () => {
    expect(materialVersion([{ type: 'NoteAdded', version: 8 }], isMaterial, 7)).toBe(7);
    expect(materialVersion([], isMaterial)).toBe(0);
  });
});
