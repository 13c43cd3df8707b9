import { expect, it } from 'vitest';
import type { Json } from '../model/json';
import { readSchema, referencedKind, shapeAt, startOf } from './schema';
import { words } from './words';

const noExpression = (node: Json): Json => ({
  if: { $ref: '#/definitions/expression' },
  else: node,
});
const required = (name: string): Json => ({
  if: { propertyNames: { not: { pattern: `^${name}$` } } },
  then: { required: [name] },
});
/** In the form that the service writes them. */
const SCHEMA = readSchema({
  then: {
    properties: { properties: { $ref: '#/definitions/Pipeline' } },
    required: ['properties'],
  },
  definitions: {
    text: { type: ['string', 'null'] },
    integer: { type: ['integer', 'null'] },
    Pipeline: noExpression({
      properties: {
        activities: noExpression({ items: { $ref: '#/definitions/anyOf.Activity' } }),
        annotations: noExpression({ items: {} }),
      },
    }),
    'anyOf.Activity': noExpression({
      if: { required: ['state'] },
      else: {
        properties: { type: { anyOf: [{ enum: ['Lookup', 'Wait'] }] } },
        allOf: [
          required('type'),
          {
            if: { properties: { type: { const: 'Wait' } }, required: ['type'] },
            then: { $ref: '#/definitions/WaitActivity' },
          },
        ],
      },
    }),
    WaitActivity: noExpression({
      properties: {
        name: { $ref: '#/definitions/text' },
        typeProperties: { $ref: '#/definitions/W' },
      },
      allOf: [required('typeProperties'), required('name')],
    }),
    W: noExpression({
      properties: {
        waitTimeInSeconds: { allOf: [{ $ref: '#/definitions/integer' }], minimum: 0 },
        dataset: { $ref: '#/definitions/DatasetReference' },
        url: { description: 'May be an expression: string.' },
      },
      allOf: [required('waitTimeInSeconds')],
    }),
    DatasetReference: noExpression({
      properties: {
        type: { anyOf: [{ enum: ['DatasetReference'] }] },
        referenceName: { $ref: '#/definitions/text' },
      },
      allOf: [required('referenceName')],
    }),
  },
});
const DOCUMENT: Json = { properties: { activities: [{ type: 'wait' }, { type: 'Other' }] } };
const FIRST = ['properties', 'activities', 0];

it('follows the type of an object, whatever its capitals', () => {
  const shape = shapeAt(SCHEMA, DOCUMENT, FIRST);
  expect(shape.title).toBe('WaitActivity');
  expect(shape.typed).toBe(true);
  expect(shape.values).toEqual(['Lookup', 'Wait']);
  expect(shape.properties.find((one) => one.name === 'typeProperties')?.required).toBe(true);
  const other = shapeAt(SCHEMA, DOCUMENT, ['properties', 'activities', 1]);
  expect(other.properties.map((one) => one.name)).toEqual(['type']);
});

it('knows integers, texts and references', () => {
  const at = (name: string) => shapeAt(SCHEMA, DOCUMENT, [...FIRST, 'typeProperties', name]);
  expect(at('waitTimeInSeconds')).toMatchObject({ kind: 'integer', minimum: 0 });
  expect(at('url').kind).toBe('text');
  expect(at('dataset').typed).toBe(false);
  expect(referencedKind(at('dataset'))).toBe('dataset');
  expect(at('unknown').kind).toBe('any');
});

it('begins with what is required', () => {
  const activity = shapeAt(SCHEMA, DOCUMENT, ['properties', 'activities']).inner;
  expect(startOf(SCHEMA, activity, 'Wait')).toEqual({
    type: 'Wait',
    typeProperties: { waitTimeInSeconds: 0 },
  });
});

it('says names in words', () => {
  expect(words('retryIntervalInSeconds')).toBe('Retry interval in seconds');
  expect(words('IfCondition')).toBe('If condition');
  expect(words('sqlReaderQuery')).toBe('Sql reader query');
});
