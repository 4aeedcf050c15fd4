import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { find } from '../../../../infra/dns/programs.mjs';
import { letterPdf } from '../../src/adapters/letter/letter-pdf.js';
import { letterText } from '../../src/adapters/letter/letter-text.js';
import { bare, everyWord, facts } from '../letters.js';

const pdftotext = find('pdftotext');

(pdftotext === undefined ? it.skip : it)(
  'another program reads every word of a letter’s PDF, unchanged and composed',
  async () => {
    const text = letterText(facts);
    const input = await letterPdf(text, facts.issuedAt);
    const { stdout, status } = spawnSync(pdftotext ?? '', ['-raw', '-', '-'], { input, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toBe(stdout.normalize('NFC'));
    const read = bare(stdout);
    for (const word of everyWord(text)) expect(read).toContain(word);
  },
);
