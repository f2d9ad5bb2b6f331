/** What a check finds, line by line as it is found. */

import type { CheckData, CheckFacts } from '../run/check.ts';
import { bytes, count, plural } from './numbers.ts';
import { wrap } from './prose.ts';
import type { Style } from './style.ts';

/** Columns of the names. */
const NAMES = 12;
/** Of one fact. */
const MOST_LINES = 4;

export function renderFacts(facts: Partial<CheckFacts>, style: Style): string {
  const { server, tls, user, rights, changes, freeBytes, more = {} } = facts;
  const lines = [
    ...(server === undefined ? [] : [line('server', `${server.name} ${server.version}`, style)]),
    ...(tls === undefined ? [] : [line('TLS', tls ?? 'none', style)]),
    ...(user === undefined ? [] : [line('user', user, style)]),
    ...named('rights', rights ?? [], style),
    ...(freeBytes === undefined ? [] : [line('free space', bytes(freeBytes), style)]),
    ...Object.entries(more).map(([name, text]) => line(name, text, style)),
    ...(changes?.length === 0 ? [line('set-up', 'nothing to change', style)] : []),
    ...named(
      'set-up',
      (changes ?? []).map(({ object, change }) => `${object}: ${change}`),
      style,
    ),
  ];
  return lines.join('');
}

/** The end of a check that found nothing that stands in the way. */
export function renderChecked({ target, groups, records, present, missing, reads }: CheckData, style: Style): string {
  const held = groups === 0 ? 'holds nothing of this scenario' : `holds ${plural(groups, 'group')} of this scenario`;
  const left = missing === 0 ? 'nothing to write' : `${count(missing)} of ${plural(records, 'record')} to write`;
  // Whether they hold anything new is not known before they are read.
  const inputs = reads === null ? '' : `${plural(reads.inputs, 'input')} to read, ${bytes(reads.bytes)}`;
  const write = [...(reads !== null && records === 0 ? [] : [left]), ...(reads === null ? [] : [inputs])].join('; ');
  return (
    line('ledger', `${held}; ${write}${present > 0 && missing > 0 ? `, ${count(present)} are there` : ''}`, style) +
    `\n${style.good(style.unicode ? '✔' : 'ok')} ${style.strong(target)}: a run can write here\n`
  );
}

/** The name stands before the first. */
const named = (name: string, texts: readonly string[], style: Style): readonly string[] =>
  texts.map((text, i) => line(i === 0 ? name : '', text, style));

/** Of a long statement the beginning: JSON has all of it. */
function line(name: string, text: string, style: Style): string {
  const all = wrap(text.replaceAll(/\s+/g, ' '), style.width - NAMES);
  const shown = all.slice(0, MOST_LINES);
  if (all.length > shown.length) shown.push(style.unicode ? '…' : '...');
  return shown.map((one, i) => `${i === 0 ? style.dim(name.padEnd(NAMES)) : ' '.repeat(NAMES)}${one}\n`).join('');
}
