/** The reference pages of the language, made from the definitions that its schema and messages are made from. */
import { stringify } from 'yaml';
import { layers } from '../src/layers/registry.ts';
import { assetFields } from '../src/language/grammar/asset.ts';
import { conditionFields } from '../src/language/grammar/condition.ts';
import { drawFields } from '../src/language/grammar/draw.ts';
import { dependencyFields, downtimeFields, episodeFields, reliabilityFields } from '../src/language/grammar/episode.ts';
import { episodeLayerFields } from '../src/language/grammar/layer.ts';
import { patternMetricFields } from '../src/language/grammar/metric.ts';
import { parameterFields } from '../src/language/grammar/parameter.ts';
import { patternFields } from '../src/language/grammar/pattern.ts';
import { scenarioFields } from '../src/language/grammar/root.ts';
import { selectionFields } from '../src/language/grammar/selection.ts';
import { sinkFields, sinkKinds } from '../src/language/grammar/sink.ts';
import { streamFields, streamKinds } from '../src/language/grammar/stream.ts';
import { tableFields } from '../src/language/grammar/table.ts';
import { timeFields } from '../src/language/grammar/time.ts';
import { timingFields } from '../src/language/grammar/timing.ts';
import type { Definition, Field, FieldShape, Fields } from '../src/model/field.ts';

const MADE = '<!-- Made by `npm run generate` from the definitions in src/. Do not edit. -->';

interface Section {
  readonly title: string;
  readonly text: string;
  readonly fields: Fields;
  readonly examples?: readonly unknown[];
}

/** Markdown by the name of its page. */
export function reference(): { readonly [page: string]: string } {
  const one = (title: string, text: string, fields: Fields): Section => ({ title, text, fields });
  return {
    scenario: page('A scenario', 'The keys of a file. Those that begin with `x-` are free; any other is an error.', [
      one('The file', 'Durations are `90s`, `15m`, `2h`, `14d`; shares `99.5%`; rates `3/week`.', scenarioFields),
      one('time', 'The period. Two of start, end and a length.', timeFields),
      one('parameters', 'Each is read as `${name}`, in values only.', parameterFields),
      one('tables', 'By the name of the table.', tableFields),
    ]),
    assets: page('Assets', 'What is observed, what it stands on, and how others speak of it.', [
      one('assets', 'One by one, or with `expand` as fleets.', assetFields),
      one('select', 'Which assets: in episodes, streams and dependencies.', selectionFields),
      one(
        'dependencies',
        'An asset goes down with its parent at the same instant, unless this says otherwise.',
        dependencyFields,
      ),
    ]),
    patterns: page('Patterns and metrics', 'A pattern is a named set of signals, one per metric.', [
      one('patterns', 'By name; an asset may follow several.', patternFields),
      one(
        'metrics',
        'Of a pattern. The catalogue at the top takes the same keys, but `layers`; a pattern wins.',
        patternMetricFields,
      ),
    ]),
    layers: page(
      'Layers',
      'A metric is a list of layers, read from top to bottom: each acts on what those above have made.',
      [
        one('Keys of every layer', 'The last is for layers of episodes alone.', episodeLayerFields),
        ...layers.map(ofKind),
      ],
    ),
    timings: page(
      'Timings',
      'When something happens: one grammar for episodes, `spike` and `ramp`, beside their other keys.',
      [one('Keys', 'Exactly one of `every`, `rate`, `uptime` and `at` alone says when.', timingFields)],
    ),
    draws: page('Draws', 'Where a number, a duration, a text or a choice stands, a draw may stand in its place.', [
      one(
        'Numbers and texts',
        'Exactly one law. The place says how often it is drawn, `per` who shares it.',
        drawFields({ type: 'scalar' }),
      ),
      one(
        'Durations',
        'The same laws, in durations; `mean` alone is the usual long tail.',
        drawFields({ type: 'duration' }),
      ),
    ]),
    conditions: page('Conditions', 'When a layer acts, an episode may start, a record is made: one grammar for all.', [
      one(
        'Keys',
        'The name of a calendar, or one of these: calendar keys together, or a state, an episode, a metric, tags, or several.',
        conditionFields,
      ),
    ]),
    episodes: page(
      'Episodes',
      'What happens to some assets for a while: faults, maintenance, deploys, anomalies, events.',
      [
        one('episodes', 'Without `for` it is an event.', episodeFields),
        one('downtime', 'Short for a planned episode with a state.', downtimeFields),
        one('reliability', 'Short for random faults, as many as leave the stated uptime.', reliabilityFields),
      ],
    ),
    streams: page('Streams', 'Which records go out, to which table, in which shape.', [
      one('Keys of every stream', '', streamFields),
      ...streamKinds.map(ofKind),
    ]),
    sinks: page('Sinks', 'Where records go. On the command line `--to` takes the name of one, or a URL.', [
      one('Keys of every sink', '', sinkFields),
      ...sinkKinds.map(ofKind),
    ]),
  };
}

/** A kind of a registry is a section with its examples. */
const ofKind = ({ kind, summary, fields, examples }: Definition): Section => ({
  title: kind,
  text: summary,
  fields,
  examples,
});

function page(title: string, text: string, sections: readonly Section[]): string {
  return [`# ${title}`, MADE, text, ...sections.flatMap(section)].join('\n\n') + '\n';
}

function section({ title, text, fields, examples = [] }: Section): string[] {
  const rows = Object.entries(fields).map(([key, field]) => row(key, field));
  const head = ['| key | what it means | type | default | examples |', '| --- | --- | --- | --- | --- |'];
  return [
    `## ${title}`,
    ...(text === '' ? [] : [text]),
    ...(rows.length === 0 ? [] : [[...head, ...rows].join('\n')]),
    ...(examples.length === 0
      ? []
      : [['```yaml', ...examples.map((example) => `- ${flow(example)}`), '```'].join('\n')]),
  ];
}

function row(key: string, field: Field): string {
  if (field.type === 'schedule') return cells(['*when*', field.summary, '[a timing](timings.md)', '', '']);
  const { summary, unit, examples = [] } = field;
  const meaning = [summary, ...meanings(field)].join(' ');
  const kind = typeOf(field) + (unit === undefined ? '' : `, ${unit}`) + limits(field);
  const absent = field.default === undefined ? (field.optional === true ? '' : '**required**') : code(field.default);
  return cells([`\`${key}\``, meaning, kind, absent, examples.map(code).join('<br>')]);
}

const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
const code = (value: unknown): string => `\`${flow(value)}\``;

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

function meanings(field: Field): string[] {
  if (field.type !== 'choice') return [];
  return Object.entries(field.values).map(([value, text]) => `\`${value}\`: ${text}`);
}

function limits(field: Field): string {
  const { minimum, maximum, exclusiveMinimum } = field as Field & { readonly [bound: string]: number | undefined };
  const written = [
    ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`]),
  ];
  return written.length === 0 ? '' : `, ${written.join(', ')}`;
}

/** Types whose name says little; the others are called what they are. */
const TYPES: { readonly [type in FieldShape['type']]?: string } = {
  integer: 'whole number',
  boolean: '`true` or `false`',
  'wall-time': 'local time',
  condition: '[condition](conditions.md)',
  selection: '[selection](assets.md#select)',
  layers: '[layers](layers.md)',
  schedule: '[timing](timings.md)',
  scope: '`asset`, `parent`, `type`, `day`, `all` or `tags.name`',
  zone: 'time zone',
  json: 'anything',
  data: 'anything, with draws',
  scalar: 'text, number, `true` or `false`',
  time: '`today`, `now` or an instant',
  phase: 'local time or duration',
  window: 'window of hours',
  shares: 'share, or one by type',
  moment: 'local time or instants',
  every: 'calendar unit or duration',
  jitter: 'duration or share',
  points: 'map of numbers',
  interval: '`[low, high]`',
};

function typeOf(shape: FieldShape): string {
  switch (shape.type) {
    case 'draw':
      return `${typeOf(shape.of)} or [draw](draws.md)`;
    case 'choices':
      return 'list, or map to weights';
    case 'choice':
      return Object.keys(shape.values)
        .map((value) => `\`${value}\``)
        .join(', ');
    case 'name':
      return `name of ${/^[aeiou]/.test(shape.of) ? 'an' : 'a'} ${shape.of}`;
    case 'list':
      return `${shape.single === true ? 'one or a list' : 'list'} of: ${typeOf(shape.items)}`;
    case 'map':
      return `by name: ${typeOf(shape.items)}`;
    case 'object':
      return (
        shape.noun ??
        Object.keys(shape.fields)
          .map((key) => `\`${key}\``)
          .join(', ')
      );
    case 'variant':
      return `${shape.noun}, by its \`kind\``;
    default:
      return TYPES[shape.type] ?? shape.type;
  }
}
