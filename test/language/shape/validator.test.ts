import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { librarySchema, scenarioSchema } from '../../../src/language/schema.ts';
import { explain } from '../../../src/language/shape/explain.ts';
import type { ObjectSchema } from '../../../src/language/shape/schema.ts';
import { library, scenario } from '../../../src/language/shape/validator.generated.js';

const folder = join(import.meta.dirname, '../../../scenarios');
const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));

/** What `explain` understands, and what it may pass over. */
const UNDERSTOOD = new Set(
  '$ref type const enum minimum maximum exclusiveMinimum exclusiveMaximum pattern minLength maxLength items additionalItems minItems maxItems uniqueItems properties patternProperties additionalProperties propertyNames required minProperties maxProperties dependencies allOf anyOf oneOf not if then else'.split(
    ' ',
  ),
);
const PASSED_OVER = new Set(
  '$schema $id definitions title description markdownDescription default defaultSnippets examples enumDescriptions markdownEnumDescriptions x-expected x-unit'.split(
    ' ',
  ),
);
const NAMED = ['properties', 'patternProperties', 'definitions'] as const;

function* keywordsOf(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    yield keyword;
    if ((NAMED as readonly string[]).includes(keyword))
      for (const inner of Object.values(value as object)) yield* keywordsOf(inner);
    else if (['allOf', 'anyOf', 'oneOf'].includes(keyword))
      for (const inner of value as unknown[]) yield* keywordsOf(inner);
    else if (['items', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'].includes(keyword))
      yield* keywordsOf(value);
  }
}

/** The value with another at one place of it; the place is told by fractions. */
function replaced(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const entries = Object.entries(value);
  const index = Math.floor(step * entries.length);
  const changed = entries.map(
    ([key, item]: [string, unknown], i) => [key, i === index ? replaced(item, rest, by) : item] as const,
  );
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

describe('the compiled validator', () => {
  const shapes: [name: string, schema: ObjectSchema, accepts: (value: unknown) => boolean, file: string][] = [
    ['scenario', scenarioSchema(), scenario, 'pmi-default.yaml'],
    ['library', librarySchema(), library, 'library/patterns.yaml'],
  ];
  for (const [name, schema, accepts, file] of shapes) {
    describe(name, () => {
      it('is made of keywords that can be explained', () => {
        const unknown = [...keywordsOf(schema)].filter(
          (keyword) => !UNDERSTOOD.has(keyword) && !PASSED_OVER.has(keyword),
        );
        expect([...new Set(unknown)]).to.deep.equal([]);
      });

      it('accepts what ships', () => {
        expect(accepts(read(file))).to.equal(true);
      });

      it('refuses exactly what can be explained', () => {
        const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
        const other = fc.oneof(
          fc.constantFrom<unknown>(
            '',
            'a',
            '$a',
            '${a}',
            '5m',
            '3%',
            'mon-fri',
            'sine',
            'down',
            true,
            null,
            0,
            -1,
            1.5,
            1e9,
          ),
          fc.constantFrom<unknown>(
            [],
            {},
            ['a'],
            [1, 2],
            { kind: 'sine' },
            { uniform: [1, 2] },
            { a: 1 },
            { days: 'mon' },
            { 'x-a': 1 },
          ),
          fc.jsonValue({ maxDepth: 2 }),
        );
        const whole = read(file);
        fc.assert(
          fc.property(fc.array(fraction, { maxLength: 8 }), other, (steps, by) => {
            const value = replaced(whole, steps, by);
            const problems = [...explain(schema, value)];
            expect(problems.length === 0, JSON.stringify({ by, problems })).to.equal(accepts(value));
          }),
          { numRuns: 500 },
        );
      });
    });
  }
});
