import { describe, expect, it } from '@jest/globals';
import { DescribedAnswers, type SeenAnswer } from './described-answers.js';

const json = (schema: object) => ({ description: '', content: { 'application/json': { schema } } });
const described = new DescribedAnswers({
  paths: {
    '/api/v1/keys/{id}': { get: { responses: { 200: json({ $ref: '#/components/schemas/Key' }), default: json({}) } } },
    '/api/v1/keys/mine': { get: { responses: { 204: { description: '' } } } },
  },
  components: {
    schemas: {
      Key: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
    },
  },
} as ConstructorParameters<typeof DescribedAnswers>[0]);

const seen = (more: Partial<SeenAnswer>): string[] =>
  described.differences({
    method: 'GET',
    path: '/api/v1/keys/k1',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: { id: 'k1' },
    ...more,
  });

describe('an answer', () => {
  it('is as described when everything fits', () => {
    expect(seen({})).toEqual([]);
    expect(seen({ status: 404, body: { anything: true } })).toEqual([]);
    expect(seen({ path: '/api/v1/keys/mine', status: 204, contentType: null, body: undefined })).toEqual([]);
  });

  it.each([
    ['a field too many', { body: { id: 'k1', secret: 'x' } }],
    ['a field too few', { body: {} }],
    ['another type', { body: { id: 1 } }],
    ['a status nobody described', { status: 202 }],
    ['another media type', { contentType: 'text/html' }],
    ['a route nobody described', { path: '/api/v1/other' }],
    ['a body where none belongs', { path: '/api/v1/keys/mine', status: 204 }],
  ])('is not as described with %s', (_, more) => {
    expect(seen(more)).toHaveLength(1);
  });
});
