import type { Draw, Reference } from '../../model/draw.ts';
import type { DataValue } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import { variables, variableType } from '../normalise/scope.ts';
import { placedEpisodes, usersIn } from './places.ts';
import type { Context, Rule } from './rule.ts';

const NUMERIC: ReadonlySet<string> = new Set(['number', 'integer', 'share', 'duration', 'wall-time']);

/** Where a number is made of `$name`, it gives one: a number is not made of text. */
export const numbers: Rule = {
  whole: true,
  check(context) {
    for (const { value, at, as } of context.found.references) {
      if (!NUMERIC.has(as)) continue;
      const text = textIn(value, at, context);
      if (text === null) continue;
      const shown = text === '' ? 'is text' : `may be the text ${quote(text)}`;
      at.error(
        'not-a-number',
        `${quote(`$${value.name}`)} ${shown}, and a number is needed here`,
        'Refer to a number, or write one',
      );
    }
  },
};

/** A text that it may be; empty where it is always one, null where it is a number, or not known. */
function textIn({ of, name }: Reference, at: At, context: Context): string | null {
  if (of === 'trait') {
    const traits = context.traits.filter(({ written }) => written.at.path.at(-1) === name).map(({ value }) => value);
    const own = context.assets.flatMap(({ value }) => (Object.hasOwn(value.traits, name) ? [value.traits[name]!] : []));
    return first([...traits, ...own]);
  }
  if (of === 'field') {
    const owner = placedEpisodes(context).find(
      ({ at: place }) => place.source.file === at.source.file && place.path.every((step, i) => at.path[i] === step),
    );
    const draw = owner?.episode.fields[name];
    return draw === undefined ? null : textOf(draw);
  }
  const data = /^data\.([^.]+)$/.exec(name)?.[1];
  if (data === undefined) return variableType(name, variables.occurrence) === 'json' ? null : '';
  const users = at.section === 'patterns' ? usersIn(context)(String(at.path[1])) : context.members;
  const assets = new Set(users.map(({ definition }) => definition));
  return first(
    [...assets].flatMap((asset) => (Object.hasOwn(asset.data, data) ? (drawOf(asset.data[data]!) ?? []) : [])),
  );
}

function drawOf(value: DataValue): Draw | null {
  if (value.kind === 'value') return value.draw;
  return value.kind === 'json' && typeof value.value === 'string' ? { kind: 'constant', value: value.value } : null;
}

function first(draws: readonly Draw[]): string | null {
  return draws.map(textOf).find((text) => text !== null) ?? null;
}

function textOf(draw: Draw): string | null {
  switch (draw.kind) {
    case 'constant':
      return typeof draw.value === 'number' ? null : String(draw.value);
    case 'template':
    case 'chance':
      return '';
    case 'one_of':
      return first(draw.choices.map(({ value }) => value));
    case 'case':
      return first(Object.values(draw.branches));
    default:
      return null;
  }
}
