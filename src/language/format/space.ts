/** Empty lines between the sections of a file: around each that takes more than one line. */
import { isMap, isScalar, type Node, parseDocument } from 'yaml';

export function spaced(text: string): string {
  const { contents } = parseDocument(text);
  if (!isMap<Node>(contents)) return text;
  const lines = text.split('\n');
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length - 1;
  const sections = contents.items.flatMap(({ key }) => (isScalar(key) ? [lineOf(key.range[0])] : []));
  const starts = sections.map((line, i) => {
    let start = line;
    const floor = i === 0 ? 0 : sections[i - 1]! + 1;
    while (start > floor && /^#/.test(lines[start - 1]!)) start -= 1;
    return start;
  });
  const long = sections.map((line, i) => {
    const body = lines.slice(line + 1, starts[i + 1] ?? lines.length);
    return body.some((inner) => inner.trim() !== '');
  });
  const blank = new Set(starts.filter((start, i) => i > 0 && (long[i]! || long[i - 1]!) && lines[start - 1] !== ''));
  return lines.flatMap((line, i) => (blank.has(i) ? ['', line] : [line])).join('\n');
}
