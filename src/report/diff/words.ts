/** A diff in sentences: what text, Markdown and HTML all say. */
import type { Diff, EditEffect, Group, IncidentChange, SetUpChange, StreamChange } from '../../diff/model.ts';
import type { Detail, Edit } from '../../language/edits/edits.ts';
import type { Place } from '../../model/diagnostic.ts';
import { count, local, percent, plural, span } from '../numbers.ts';

/** How signs are written: an arrow is not in every terminal. */
export interface Signs {
  readonly arrow: string;
  readonly minus: string;
  readonly times: string;
}

export const signs: Signs = { arrow: '→', minus: '−', times: '×' };
export const asciiSigns: Signs = { arrow: '->', minus: '-', times: 'x' };

/** `25 → 30`, or once where both are the same. */
export const change = (old: string, now: string, { arrow }: Signs): string =>
  old === now ? now : `${old} ${arrow} ${now}`;

/** What a reader must know first, in one or two sentences. */
export function verdict(diff: Diff, sign: Signs): readonly string[] {
  const { edits, sides } = diff;
  if (!diff.different) {
    if (diff.sameText) return ['The same text, so the same data.'];
    const why = edits.length === 0 ? ': comments, order of keys or layout are all that differs' : '';
    return [`No change in the data${why}.`, ...nameWarning(diff, sign)];
  }
  const [before, after] = [sides.old.plan.records, sides.new.plan.records];
  const records =
    before === after
      ? `${plural(after, 'record')}, as before.`
      : `${count(before)} ${sign.arrow} ${plural(after, 'record')}.`;
  return [whatChanges(diff, sign), records, ...nameWarning(diff, sign)];
}

function whatChanges({ edits, streams, facts }: Diff, sign: Signs): string {
  const all = edits.filter((effect) => effect.all);
  if (all.length > 0) return `Every series changes: ${all.map(({ edit }) => editText(edit, sign, 2)).join(', ')}.`;
  const valued = streams.filter(({ series }) => series.changed + series.renamed > 0);
  if (valued.length > 0) {
    const whole = valued.filter(
      ({ kind, series }) => kind !== 'assets' && series.changed + series.renamed === series.new,
    );
    const rest = valued.filter((stream) => !whole.includes(stream));
    const every = whole.length === 0 ? [] : [`every series of ${listed(whole.map(({ id }) => id))}`];
    return `Values change in ${listed([...every, ...rest.map(changedOf)])}.`;
  }
  const [added, removed, shaped, equal] = (['added', 'removed', 'form', 'equal'] as const).map((key) =>
    streams.reduce((sum, { series }) => sum + series[key], 0),
  ) as [number, number, number, number];
  if (added + removed > 0) {
    const come = added > 0 ? [`${plural(added, 'series', 'series')} ${added === 1 ? 'is' : 'are'} added`] : [];
    const go = removed > 0 ? [`${plural(removed, 'series', 'series')} ${removed === 1 ? 'is' : 'are'} removed`] : [];
    const stay = streams.some(({ series }) => series.same + series.equal > 0);
    return `${[...come, ...go].join(', ')}; ${stay ? 'all others stay as they are' : 'the two have none in common'}.`;
  }
  if (facts.some(({ name }) => name === 'period')) return 'The period changes; values in what both hold stay.';
  if (shaped > 0) return 'Records have another shape; their values stay.';
  if (equal > 0) return 'Nothing changes in this period; in another it could.';
  return 'No record changes; the set-up of the target does.';
}

function changedOf({ id, kind, series }: StreamChange): string {
  const share = `${count(series.changed + series.renamed)} of ${count(series.new)}`;
  return kind === 'assets' ? `${share} ${id}` : `${share} series of ${id}`;
}

function nameWarning({ facts }: Diff, sign: Signs): readonly string[] {
  const name = facts.find((fact) => fact.name === 'name');
  if (name === undefined) return [];
  return [`The name changes, ${change(name.old, name.new, sign)}: targets know a scenario by it, and will hold both.`];
}

/** `seed 42 → 43`, `asset vm-101: tags.environment a → b, and 2 more`. */
export function editText(edit: Edit, sign: Signs, most = 3): string {
  const { kind, subject, was, references, details } = edit;
  switch (kind) {
    case 'added':
    case 'extended':
    case 'removed':
    case 'reordered':
      return `${subject} ${kind}`;
    case 'renamed': {
      const follow =
        references === 0 ? '' : `, with ${plural(references, 'place')} that ${references === 1 ? 'names' : 'name'} it`;
      return `${subject.slice(0, -nameIn(edit).length)}${was!} renamed ${nameIn(edit)}${follow}`;
    }
    case 'changed': {
      const shown = details.slice(0, most).map((detail) => detailText(detail, sign));
      const more = details.length > most ? [`${count(details.length - most)} more`] : [];
      const said = [...shown, ...more].join(', ');
      return details.length === 1 && details[0]!.key === '' ? `${subject} ${said.trim()}` : `${subject}: ${said}`;
    }
  }
}

const nameIn = ({ part, name }: Edit): string => part ?? name ?? '';

function detailText({ key, old, new: now }: Detail, sign: Signs): string {
  const head = key === '' ? '' : `${key} `;
  if (old === null) return `${head}${now!} added`;
  if (now === null) return `${head}${old} removed`;
  return `${head}${old} ${sign.arrow} ${now}`;
}

/** Where to look: of one detail its own place. */
export function placeOf({ details, place }: Edit): Place {
  return details.length > 0 ? details[0]!.place : place;
}

export const placeText = ({ file, line }: Place): string => `${file}:${String(line)}`;

/** What an edit does, for whom it is worth saying. */
export function reachText({ series, all, edit }: EditEffect): string {
  if (all) return 'every series';
  if (series === 0) return '';
  return `${plural(series, 'series', 'series')}${edit.kind === 'renamed' && edit.section !== 'streams' ? ': draws are keyed by names' : ''}`;
}

export function streamText({ series, was, state }: StreamChange): string {
  if (state === 'added' || state === 'removed')
    return `${state}, ${plural(state === 'added' ? series.new : series.old, 'series', 'series')}`;
  const parts = [
    [series.changed, 'with other values'],
    [series.renamed, 'renamed'],
    [series.equal, 'same in this period'],
    [series.form, 'in another shape'],
    [series.added, 'added'],
    [series.removed, 'removed'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  const total = plural(series.new, 'series', 'series');
  return [
    ...(was === null ? [] : [`was ${was}`]),
    said.length === 0 ? `${total}, values as before` : `${total}: ${said.join(', ')}`,
  ].join(', ');
}

/** `cpu_usage of vm-101`, `temperature of 24 × pump`. */
export function groupName({ metric, assets, assetType }: Group, sign: Signs): string {
  const whom = assets.length === 1 ? assets[0]! : `${count(assets.length)} ${sign.times} ${assetType}`;
  return `${metric.new} of ${whom}`;
}

/** Both with as many digits as it takes to tell them apart, one more than the metric has at the most. */
export function levels(old: number, now: number, decimals: number | null, sign: Signs): string {
  const least = Math.min(decimals ?? 2, 3);
  for (let digits = least; digits <= least + 1; digits++) {
    const [before, after] = [old.toFixed(digits), now.toFixed(digits)];
    if (before !== after) return `${before} ${sign.arrow} ${after}`;
  }
  return now.toFixed(least);
}

/** `98.79 → 97.12 %`, or once. */
export function shares(old: number | null | undefined, now: number | null | undefined, { arrow }: Signs): string {
  if (old === null || old === undefined) return now === null || now === undefined ? '' : percent(now);
  if (now === null || now === undefined) return percent(old);
  const [before, after] = [percent(old), percent(now)];
  return before === after ? after : `${before.slice(0, -2)} ${arrow} ${after}`;
}

/** What becomes of the occurrences of an episode. */
export function incidentText(change: IncidentChange, diff: Diff, sign: Signs): string {
  const { episode, assets, random, moved, by, resized, restated, added, gone, same, length } = change;
  const whom = assets.length === 1 ? assets[0]! : plural(assets.length, 'asset');
  const total =
    change.old === change.new ? count(change.new) : `${count(change.old)} ${sign.arrow} ${count(change.new)}`;
  const anew = random && same === 0 && moved === 0 && resized + restated === 0 && added > 0 && gone > 0;
  const shift = by === null ? '' : ` by ${by < 0 ? sign.minus : '+'}${span(Math.abs(by))}`;
  const parts = anew
    ? ['drawn anew']
    : [
        ...(moved > 0 ? [`${count(moved)} moved${shift}`] : []),
        ...(resized > 0 ? [`${count(resized)} of another length`] : []),
        ...(restated > 0 ? [`${count(restated)} in another state`] : []),
        ...(added > 0 ? [`${count(added)} added`] : []),
        ...(gone > 0 ? [`${count(gone)} gone`] : []),
      ];
  const [a, b] = [length.old, length.new];
  // Of what comes by chance the mean strays by itself.
  const other = a !== null && b !== null && Math.abs(b - a) > (random ? 0.25 * a : 0);
  const lasting = other && span(a) !== span(b) ? `; mean length ${span(a)} ${sign.arrow} ${span(b)}` : '';
  const zones = diff.sides.old.plan.scenario.zone !== diff.sides.new.plan.scenario.zone;
  const example = random || zones || moved === 0 ? '' : exampleText(change, diff, sign);
  return `${episode} of ${whom}: ${total}, ${parts.join(', ')}${lasting}${example}`;
}

function exampleText({ example: { old, new: now } }: IncidentChange, { sides }: Diff, sign: Signs): string {
  if (old === null || now === null) return '';
  const [before, after] = [
    local(old.start, sides.old.plan.scenario.zone),
    local(now.start, sides.new.plan.scenario.zone),
  ];
  const shown = before.slice(0, 10) === after.slice(0, 10) ? after.slice(11) : after;
  return `; first ${before} ${sign.arrow} ${shown}`;
}

export function setUpText(change: SetUpChange, sign: Signs): string {
  const { object, table, name, old, new: now } = change;
  const where =
    object === 'table' || object === 'view' ? `${object} ${name}` : `table ${table}: ${WHAT[object](change)}`;
  if (object === 'table' && old !== null && now !== null) return `table ${old} renamed ${now}`;
  if (object === 'view' && old !== null && now !== null) return `${where} made otherwise`;
  if (object === 'column' && now === name) return `table ${table}: column ${old!} renamed ${now}, values as before`;
  if (old === null) return `${where} added: ${now!}`;
  if (now === null) return `${where} removed`;
  return `${where} ${old} ${sign.arrow} ${now}`;
}

const WHAT: { readonly [what in SetUpChange['object']]: (change: SetUpChange) => string } = {
  table: ({ name }) => name,
  view: ({ name }) => name,
  column: ({ name }) => `column ${name}`,
  key: () => 'key',
  index: ({ old }) => (old === null ? 'index' : `index on ${old}`),
  comment: () => 'comment',
};

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
