import {
  data,
  draw,
  instant,
  integer,
  list,
  map,
  name,
  object,
  oneOrList,
  scalarDraw,
  selection,
  text,
  traitDraw,
} from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';
import { line, word } from './names.ts';

const expandFields = {
  count: integer({ summary: 'How many.', minimum: 0, maximum: 1_000_000, examples: [500] }),
  over: selection({
    summary: 'So many on each of these, which become their parents.',
    optional: true,
    beside: { count: 3, id: '{parent}-vm{n}' },
    examples: [{ type: 'host' }],
  }),
  id: text({
    ...line,
    summary: 'Their ids: {n} counts, {n:03} pads, {parent} is the asset that it stands on.',
    beside: [{ count: 500 }, { count: 3, over: { type: 'host' } }],
    examples: ['vm-{n:03}', '{parent}-vm{n}'],
  }),
  from: integer({ summary: 'The first number.', default: 1, minimum: 0, examples: [0] }),
} satisfies Fields;

/** A thing that is observed, or with `expand` a fleet of them. */
export const assetFields = {
  id: text({ summary: 'Its name in every record.', ...line, optional: true, examples: ['vm-101'] }),
  expand: object(expandFields, {
    summary: 'A fleet from one template.',
    optional: true,
    noun: 'fleet',
    beside: { type: 'vm', pattern: 'load' },
    examples: [{ count: 500, id: 'vm-{n:03}' }],
  }),
  type: text({ summary: 'What kind of thing it is.', default: 'asset', examples: ['vm', 'service'] }),
  parent: name('asset', {
    summary: 'What it stands on, and goes down with.',
    optional: true,
    examples: ['pve-node-01'],
  }),
  pattern: oneOrList(name('pattern', { summary: 'A pattern.' }), {
    summary: 'The patterns that its metrics follow.',
    default: [],
    examples: ['stable_low_load', ['stable_low_load', 'probe']],
  }),
  timezone: draw(
    { type: 'zone' },
    { place: 'tag', summary: "Its clock; by default the scenario's.", optional: true, examples: ['Europe/Rome'] },
  ),
  fields: map(scalarDraw({ summary: 'A value.' }), {
    summary: 'Columns of its record.',
    place: 'field',
    default: {},
    examples: [{ hostname: 'DB-SERVER-PROD' }],
  }),
  tags: map(scalarDraw({ summary: 'A value.' }), {
    summary: 'Labels to select by.',
    place: 'tag',
    default: {},
    examples: [{ environment: 'production' }],
  }),
  data: map(data({ summary: 'A value.' }), {
    summary: 'Free data of its record.',
    default: {},
    examples: [{ cpu_cores: 8, os: 'Ubuntu 22.04 LTS' }],
  }),
  traits: map(traitDraw({ summary: 'A draw.' }), {
    summary: 'Draws made once for this asset, read as `$name`.',
    place: 'trait',
    default: {},
    examples: [{ baseline: { uniform: [10, 20] } }],
    keys: word,
  }),
  from: instant({ summary: 'Its birth: no record is older.', optional: true, examples: ['2025-02-01T09:00'] }),
  to: instant({ summary: 'Its end: no record is younger.', optional: true, examples: ['2025-03-01'] }),
  depends_on: object(
    {
      all: list(name('asset', { summary: 'An asset, or $parent.' }), {
        summary: 'It is up only while all of these are.',
        default: [],
        examples: [['pve-node-01']],
      }),
    },
    {
      summary: 'What it goes down with, in place of its parent; {} is nothing.',
      optional: true,
      noun: 'list of dependencies',
      examples: [{ all: ['pve-node-01'] }, {}],
    },
  ),
} satisfies Fields;
