import type { FieldShape } from '../../model/field.ts';
import { a } from '../diagnostics/words.ts';
import { dayText, monthText } from '../read/days.ts';
import { duration } from '../read/duration.ts';
import { every, jitter } from '../read/every.ts';
import { hours } from '../read/hours.ts';
import { date, instant } from '../read/instant.ts';
import { curvePoint } from '../read/curve-point.ts';
import { scope } from '../read/scope.ts';
import { slope } from '../read/slope.ts';
import { share } from '../read/share.ts';
import { wallTime } from '../read/wall-time.ts';
import type { ObjectSchema } from '../shape/schema.ts';
import { notation, oneOrMore, parametric } from './pieces.ts';

/** Schemas of shapes that refer to no other definition. */
export function simple(shape: FieldShape): ObjectSchema {
  switch (shape.type) {
    case 'number':
      return parametric('number', 'a number');
    case 'integer':
      return parametric('integer', 'a whole number');
    case 'boolean':
      return parametric('boolean', '`true` or `false`');
    case 'share':
      return notation(share);
    case 'duration':
      return notation(duration);
    case 'text': {
      const { pattern, expected = 'a text' } = shape;
      return pattern === undefined ? { type: 'string' } : notation({ pattern, expected });
    }
    case 'name':
      return { type: 'string', 'x-expected': `the name of ${a(shape.of)}` };
    case 'quantity':
      return {
        ...notation({ pattern: duration.pattern, expected: 'a number, or a duration such as 15m' }),
        type: ['number', 'string'],
      };
    case 'trait':
    case 'scalar':
      return { type: ['string', 'number', 'boolean'], 'x-expected': 'a text, a number, `true` or `false`' };
    case 'instant':
      return notation(instant);
    case 'time':
      return notation({
        pattern: `^(?:today|now)$|${instant.pattern}`,
        expected: `today, now, or ${instant.expected}`,
      });
    case 'wall-time':
      return notation(wallTime);
    case 'phase':
      return notation({
        pattern: `${wallTime.pattern}|${duration.pattern}`,
        expected: 'a local time such as 09:00, or a duration such as 3h',
      });
    case 'zone':
      return { type: 'string', 'x-expected': 'a time zone such as Europe/Rome or UTC' };
    case 'scope':
      return notation(scope);
    case 'every':
      return notation(every);
    case 'jitter':
      return notation(jitter);
    case 'curve-file':
      return { type: 'string', 'x-expected': 'the path of a CSV file' };
    case 'slope':
      return notation(slope);
    case 'curve':
      return {
        type: 'object',
        propertyNames: { pattern: curvePoint.pattern, 'x-expected': curvePoint.expected },
        additionalProperties: parametric('number', 'a number'),
        minProperties: 1,
        'x-expected': 'points such as {"09:00": 12, "18:00": 4}',
      };
    case 'since':
      return {
        type: ['string', 'array'],
        items: { type: 'string', 'x-expected': 'an instant, birth, up, start, or the name of an episode' },
        minItems: 1,
        'x-expected': 'an instant, birth, up, start, the name of an episode, or a list of them',
      };
    case 'window':
      return notation(hours);
    case 'hours':
      return oneOrMore(notation(hours));
    case 'dates':
      return oneOrMore(notation(date));
    case 'months':
      return oneOrMore(notation(monthText));
    case 'days':
      return oneOrMore({ ...notation(dayText), type: ['string', 'integer'], minimum: 1, maximum: 31 });
    case 'shares':
      return {
        ...notation(share),
        type: ['string', 'object'],
        additionalProperties: notation(share),
        minProperties: 1,
        'x-expected': 'a share such as 97%, or one for each type of asset',
      };
    case 'points':
      return {
        type: 'object',
        propertyNames: { pattern: '^-?\\d+(?:\\.\\d+)?$', 'x-expected': 'a number' },
        additionalProperties: parametric('number', 'a number'),
        minProperties: 1,
        'x-expected': 'points such as {60: 0, 80: 15}',
      };
    case 'interval':
      return parametric('array', 'two bounds such as [0, 100] or [0, null]', {
        items: { ...parametric('number', 'a number, or null for an open end'), type: ['number', 'string', 'null'] },
        minItems: 2,
        maxItems: 2,
      });
    case 'choice':
      return { type: 'string', enum: Object.keys(shape.values), ...meanings(Object.values(shape.values)) };
    default:
      // Any JSON: `json`, and `data`, whose draws are read where they stand.
      return {};
  }
}

/** What each value of an enumeration means, as editors show it. */
function meanings(texts: readonly string[]): object {
  return { enumDescriptions: texts, markdownEnumDescriptions: texts };
}
