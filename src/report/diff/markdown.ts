/** A diff as a comment on a pull request: the verdict first, details folded, within the size that GitHub takes. */
import type { Diff } from '../../diff/model.ts';
import { count, local, span } from '../numbers.ts';
import { binned, scaleOf, sparkline } from '../sparkline.ts';
import {
  change,
  editText,
  groupName,
  incidentText,
  levels,
  placeOf,
  placeText,
  reachText,
  setUpText,
  shares,
  signs,
  streamText,
  verdict,
} from './words.ts';

/** GitHub refuses a comment above 65,536 characters; what stands around it needs some. */
export const LARGEST = 60_000;
/** Rows of a table. */
const MOST = 40;
/** Edits that are told before the fold. */
const FIRST = 5;

export function renderMarkdown(diff: Diff): string {
  const { edits, sides } = diff;
  const [first, ...rest] = verdict(diff, signs);
  const because = edits.filter(({ effective }) => effective);
  const idle = edits.filter(({ effective, edit }) => !effective && edit.section !== 'include');
  const head = [
    `### ${diff.different ? '📈' : '✅'} ${cell(sides.new.plan.scenario.name)}`,
    '',
    `**${cell(first!)}** ${rest.map(cell).join(' ')}`.trim(),
    '',
    ...because.slice(0, FIRST).map((effect) => {
      const reach = reachText(effect);
      return `- ${cell(editText(effect.edit, signs))} — \`${placeText(placeOf(effect.edit))}\`${reach === '' ? '' : ` (${reach})`}`;
    }),
    ...(because.length > FIRST ? [`- and ${count(because.length - FIRST)} more`] : []),
    ...(because.length > 0 ? [''] : []),
  ];
  const details = [
    section('Streams', streamRows(diff)),
    section('Values', valueRows(diff)),
    section('Uptime and success rates', rateRows(diff)),
    section('Incidents', list(diff.incidents.map((one) => incidentText(one, diff, signs)))),
    section('Assets', list(assetLines(diff))),
    section('Set-up of the target', list(diff.setup.map((one) => setUpText(one, signs)))),
    section('Every edit', because.length > FIRST ? list(because.map(({ edit }) => editText(edit, signs))) : []),
    section('Written otherwise, without effect on the data', list(idle.map(({ edit }) => editText(edit, signs)))),
  ].filter((block) => block !== '');
  return fitted(head.join('\n'), details, periodLine(diff));
}

/** Leaves out whole sections, the last first, until it fits. */
function fitted(head: string, details: readonly string[], foot: string): string {
  for (let kept = details.length; kept >= 0; kept--) {
    const left = details.length - kept;
    const note = left === 0 ? '' : `\n_${count(left)} more sections do not fit here: \`seedctl diff\` shows them._\n`;
    const text = `${head}\n${details.slice(0, kept).join('\n')}${note}\n${foot}\n`;
    if (text.length <= LARGEST) return text;
  }
  return `${head.slice(0, LARGEST)}\n`;
}

function periodLine({ sides: { old, new: now }, facts }: Diff): string {
  const { period, scenario } = now.plan;
  const other = facts.find(({ name }) => name === 'period');
  const shown =
    other !== undefined
      ? change(other.old, other.new, signs)
      : `${local(period.from, scenario.zone)} to ${local(period.to, scenario.zone)} (${span(period.to - period.from)})`;
  return `<sub>${cell(old.label)} → ${cell(now.label)}; ${shown}, ${cell(scenario.zone)}</sub>`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;

function list(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, MOST).map((line) => `- ${cell(line)}`);
  return lines.length > MOST ? [...shown, `- and ${count(lines.length - MOST)} more`] : shown;
}

/** @param align of each column: `-` left, `:` right */
function rows(titles: readonly string[], align: string, all: readonly (readonly string[])[]): readonly string[] {
  if (all.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(Array.from(align, (sign) => (sign === ':' ? '---:' : '---'))),
    ...all.slice(0, MOST).map((row) => line(row)),
    ...(all.length > MOST ? [line([`and ${count(all.length - MOST)} more`, ...titles.slice(1).map(() => '')])] : []),
  ];
}

function streamRows({ streams }: Diff): readonly string[] {
  return rows(
    ['stream', 'records', ''],
    '-:-',
    streams
      .filter(({ state, was }) => state !== 'same' || was !== null)
      .map((stream) => [
        cell(stream.id),
        change(count(stream.records.old), count(stream.records.new), signs),
        cell(streamText(stream)),
      ]),
  );
}

function valueRows({ groups }: Diff): readonly string[] {
  return rows(
    ['values', 'mean', 'spread', 'by hour of the day'],
    '-::-',
    groups.map((group) => {
      const { old, new: now } = group.measure;
      const [before, after] = [binned(old.day, 12), binned(now.day, 12)];
      const scale = scaleOf(before, after);
      return [
        cell(groupName(group, signs)),
        levels(old.mean, now.mean, group.decimals, signs),
        levels(old.spread, now.spread, group.decimals, signs),
        group.same
          ? 'same in this period'
          : `\`${sparkline(before, scale, true)}\` → \`${sparkline(after, scale, true)}\``,
      ];
    }),
  );
}

function rateRows({ rates }: Diff): readonly string[] {
  return rows(
    ['', 'assets', 'declared', 'expected', 'achieved'],
    '-::::',
    rates.map(({ kind, assetType, assets, old, new: now }) => [
      `${kind === 'uptime' ? 'uptime' : 'success'} of ${cell(assetType)}`,
      change(count(assets.old), count(assets.new), signs),
      shares(old?.declared, now?.declared, signs),
      shares(old?.expected, now?.expected, signs),
      shares(old?.achieved, now?.achieved, signs),
    ]),
  );
}

function assetLines({ assets: { added, removed, renamed, told } }: Diff): readonly string[] {
  return [
    ...added.map((id) => `added ${id}`),
    ...removed.map((id) => `removed ${id}`),
    ...renamed.map((one) => `renamed ${one.old} → ${one.new}`),
    ...told.map(({ assets, key, old, new: now }) => {
      const said = old === null ? `${now!} added` : now === null ? `${old} removed` : `${old} → ${now}`;
      return `${assets.slice(0, 4).join(', ')}${assets.length > 4 ? ` and ${count(assets.length - 4)} more` : ''}: ${key} ${said}`;
    }),
  ];
}

/** Names come from a file that anybody may have written: nothing in them is Markdown, HTML or a mention. */
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#+!|~$<>&]/g, (sign) => ENTITIES[sign] ?? `\\${sign}`)
    .replaceAll('@', '@\u2060');
}

const ENTITIES: { readonly [sign: string]: string } = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
