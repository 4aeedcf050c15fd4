import { describe, expect, it } from '@jest/globals';
import { foldText, likePatterns } from './fold-text.js';

describe('the searched form of a text', () => {
  it('knows no accents and no capitals', () => {
    expect(foldText('Lôi kéo trẻ em vào MA TUÝ, Đắk Nông')).toBe('loi keo tre em vao ma tuy, dak nong');
  });

  it('is the same for composed and decomposed letters', () => {
    expect(foldText('trẻ'.normalize('NFD'))).toBe(foldText('trẻ'.normalize('NFC')));
  });

  it('takes what LIKE gives a meaning to literally', () => {
    expect(likePatterns('100%  a_b \\')).toEqual(['%100\\%%', '%a\\_b%', '%\\\\%']);
  });
});
