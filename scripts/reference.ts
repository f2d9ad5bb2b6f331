/** The reference pages of the language, made from the definitions that `explain`, the schema and messages are made from. */
import { explanationOf, type Explanation } from '../src/language/explain/explain.ts';
import { expectedOf, limitsOf } from '../src/language/explain/expected.ts';
import { find, opened } from '../src/language/explain/find.ts';
import { nameOf, topicsIn, type Topic } from '../src/language/explain/topic.ts';
import { fileTopics } from '../src/language/explain/sections.ts';
import { isTimed } from '../src/language/explain/where.ts';
import { flow } from '../src/language/explain/yaml.ts';
import { streamsOf } from '../src/language/grammar/variables.ts';
import type { Field } from '../src/model/field.ts';

const MADE = '<!-- Made by `npm run generate` from the definitions in src/. Do not edit. -->';

interface Page {
  readonly title: string;
  readonly text: string;
  /** Keys of the language, each a section with the text above its table. */
  readonly sections: { readonly [key: string]: string };
}

const pages: { readonly [name: string]: Page } = {
  scenario: {
    title: 'A scenario',
    text: 'The keys of a file. Those that begin with `x-` are free; any other is an error. Durations are `90s`, `15m`, `2h`, `14d`; shares `99.5%`; rates `3/week`; local times `23:00`; instants `2025-02-09T10:30:00Z`, or without `Z` local.',
    sections: {
      '': '',
      time: 'The period. Two of start, end and a length.',
      parameters: 'Each is read as `${name}`, in values only.',
      calendars: 'Names for times. Together the keys must all hold.',
      tables: 'By the name of the table.',
    },
  },
  assets: {
    title: 'Assets',
    text: 'What is observed, what it stands on, and how others speak of it.',
    sections: {
      assets: 'One by one, or with `expand` as fleets.',
      selections:
        'Which assets: `select` in episodes, streams and dependencies. All keys must agree; of several values one is enough.',
      dependencies: 'An asset goes down with its parent at the same instant, unless this says otherwise.',
    },
  },
  patterns: {
    title: 'Patterns and metrics',
    text: 'A pattern is a named set of signals, one per metric. An asset may follow several.',
    sections: {
      patterns: '',
      metrics:
        'The catalogue at the top: what holds for a metric in every pattern. A pattern may say the same keys, and wins.',
      traits: 'A draw made once per asset, read as `$name`. What may be drawn is [a page of its own](draws.md).',
    },
  },
  layers: {
    title: 'Layers',
    text: 'A metric is a list of layers, read from top to bottom: each acts on what those above have made.',
    sections: { layers: 'Keys that every layer has. The last is for layers of episodes alone.', 'layers.*': '' },
  },
  timings: {
    title: 'Timings',
    text: 'When something happens: one grammar for episodes, `spike` and `ramp`, beside their other keys.',
    sections: {
      timings:
        'Exactly one of `every`, `rate`, `uptime`, `after`, and `at` alone says when. A layer takes neither `after` nor a rate of layers.',
    },
  },
  draws: {
    title: 'Draws',
    text: 'Where a number, a duration, a text or a choice stands, a draw may stand in its place.',
    sections: {
      draws:
        'Exactly one law. The place says how often it is drawn, `per` who shares it. Where a duration is drawn, values are durations: `{uniform: [5m, 1h]}`; `mean` alone is for durations.',
    },
  },
  conditions: {
    title: 'Conditions',
    text: 'When a layer acts, an episode may start, a record is made: one grammar for all.',
    sections: {
      conditions:
        'The name of a calendar, or one of these: calendar keys together, or a state, an episode, a metric, tags, or several conditions.',
    },
  },
  episodes: {
    title: 'Episodes',
    text: 'What happens to some assets for a while: faults, maintenance, deploys, anomalies, events.',
    sections: {
      episodes: 'Without `for` it is an event.',
      downtime: 'Short for a planned episode with a state.',
      reliability: 'Short for random faults, as many as leave the stated uptime.',
    },
  },
  streams: {
    title: 'Streams',
    text: 'Which records go out, to which table, in which shape.',
    sections: {
      streams: 'Keys that every stream has.',
      'streams.*': '',
      variables: 'What `$name` reads in a record; in fields, tags and data of assets those that are known there.',
    },
  },
  sinks: {
    title: 'Sinks',
    text: 'Where records go. On the command line `--to` takes the name of one, or a URL.',
    sections: { sinks: 'Keys that every sink has.', 'sinks.*': '' },
  },
};

/** Markdown by the name of its page. */
export function reference(): { readonly [page: string]: string } {
  return Object.fromEntries(
    Object.entries(pages).map(([name, { title, text, sections }]) => [
      name,
      [`# ${title}`, MADE, text, ...Object.entries(sections).flatMap(([key, above]) => sectionsOf(key, above))].join(
        '\n\n',
      ) + '\n',
    ]),
  );
}

function sectionsOf(key: string, text: string): string[] {
  if (key === '') return ['## The file', table(fileTopics)];
  if (key.endsWith('.*')) {
    const { content } = opened(topicOf(key.slice(0, -2)));
    const kinds = content.kind === 'kinds' ? content.of.map(({ kind }) => kind) : [];
    return kinds.flatMap((kind) => section(topicOf(`${key.slice(0, -1)}${kind}`), null));
  }
  return section(topicOf(key), text);
}

function topicOf(key: string): Topic {
  const found = find(key);
  if (found.kind !== 'one') throw new Error(`there is no ${key}`);
  return found.topic;
}

/** With a text it explains a sort of thing, else one of its kinds. */
function section(topic: Topic, text: string | null): string[] {
  const explanation = explanationOf(topic);
  const inside = topicsIn(opened(topic));
  const named = (names: Explanation['inside']): Topic[] => {
    const keys = new Set(names.map(({ key }) => key));
    return inside.filter(({ path }) => keys.has(path));
  };
  const own = topic.content.kind === 'section' ? [] : named(explanation.inside).filter(({ what }) => what !== 'kind');
  const rows = text === null ? own : [...own, ...named(explanation.common)];
  return [
    `## ${topic.path === 'selections' ? 'select' : nameOf(topic)}`,
    [text ?? explanation.summary, ...notes(explanation)].filter((note) => note !== '').join(' '),
    ...(topic.path === 'variables' ? [variables(own)] : rows.length === 0 ? [] : [table(rows)]),
    ...examples(explanation),
  ].filter((part) => part !== '');
}

/** What is explained elsewhere. */
function notes({ timing, what, key, common }: Explanation): readonly string[] {
  const when = timing.length === 0 || key === 'timings' ? [] : ['When: [a timing](timings.md).'];
  return what === 'kind' && common.length > 0 ? [...when, `Beside the keys that all have.`] : when;
}

/** The first stands in its place in a scenario; the others are listed. */
function examples({ examples: [first, ...others], key }: Explanation): readonly string[] {
  if (first === undefined) return [];
  const fence = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
  const files = Object.entries(first.files).map(([path, text]) => `# ${path}\n${text.trimEnd()}`);
  const also = key === 'layers' ? [] : others.map(({ value }) => `\`${value}\``);
  return [
    fence([first.yaml.trimEnd(), ...files].join('\n\n')),
    ...(also.length === 0 ? [] : [`Also: ${also.join(', ')}.`]),
  ];
}

const HEAD = ['| key | what it means | type | default | examples |', '| --- | --- | --- | --- | --- |'];

/** Keys of a block, and those of blocks inside it with their path. */
function table(keys: readonly Topic[]): string {
  return [...HEAD, ...keys.flatMap((key) => rowsOf(key, ''))].join('\n');
}

function rowsOf(topic: Topic, before: string): string[] {
  const name = `${before}${nameOf(topic)}`;
  const { content, field } = topic;
  if (field === null) return [];
  if (before !== '' && isTimed(field)) return [];
  // What an episode of a pattern says is what any episode says.
  const isBlock =
    content.kind === 'keys' &&
    topic.path !== 'patterns.episodes' &&
    before.split('.').length < 3 &&
    topic.parent !== null;
  const inside = isBlock ? topicsIn(topic).flatMap((one) => rowsOf(one, `${name}.`)) : [];
  return [row(name, topic, field), ...inside];
}

function row(name: string, topic: Topic, field: Field): string {
  const { content } = topic;
  const values =
    content.kind === 'values' ? Object.entries(content.values).map(([value, text]) => `\`${value}\`: ${text}`) : [];
  const limits = limitsOf(field);
  const unit = field.unit === undefined ? [] : [field.unit];
  const type = [expectedOf(field), ...unit, ...(limits === '' ? [] : [limits])].join(', ');
  const page = content.kind === 'section' ? LINKS[content.section] : undefined;
  const needed = field.default === undefined && (field.optional !== true || field.needed === true);
  return cells([
    `\`${name}\``,
    [field.summary, ...values].join(' '),
    page === undefined ? type : `${type} ([${content.kind === 'section' ? content.section : ''}](${page}))`,
    field.default !== undefined ? code(field.default) : needed ? '**required**' : '',
    (field.examples ?? []).map(code).join('<br>'),
  ]);
}

const LINKS: { readonly [section: string]: string } = {
  layers: 'layers.md',
  draws: 'draws.md',
  conditions: 'conditions.md',
  selections: 'assets.md#select',
};

function variables(topics: readonly Topic[]): string {
  const rows = topics.map((topic) => {
    const name = nameOf(topic);
    const streams = streamsOf(name.endsWith('.x') ? name.slice(0, -1) : name);
    return cells([`\`$${name}\``, topic.summary, streams.join(', ')]);
  });
  const note =
    'Polls know what metrics know; incidents what events know; in jobs `$metric`, `$time` and `$value` are known as well.';
  return [['| variable | what it holds | known in |', '| --- | --- | --- |', ...rows].join('\n'), note].join('\n\n');
}

const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
const code = (value: unknown): string => `\`${flow(value)}\``;
