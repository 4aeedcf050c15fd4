import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { redact } from './redact.js';

const event = (type: string, data: Record<string, unknown>): RecordedEvent =>
  ({ id: type, type, data }) as unknown as RecordedEvent;

describe('a masked history', () => {
  it('has no protected field left, and says which there were', () => {
    const { events, fields } = redact([
      event('NoteAdded', { noteId: '1', visibility: 'internal', text: 'tên cháu bé' }),
      event('CaseClassified', { category: 'csam', person: 'lan' }),
    ]);

    expect(events.map(({ data }) => data)).toEqual([
      { noteId: '1', visibility: 'internal', text: null },
      { category: 'csam', person: 'lan' },
    ]);
    expect([...fields]).toEqual([['NoteAdded', ['text']]]);
  });

  it('does not pretend that something was masked where nothing was said', () => {
    expect([...redact([event('NoteAdded', { text: null })]).fields]).toEqual([]);
  });
});
