/** `$name`, `$parent.data.lat`, and texts that hold them; `$$` is a dollar sign. */
const NAME = '[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_-]*)*';
const token = new RegExp(`\\$\\$|\\$(${NAME})`, 'g');
const alone = new RegExp(`^\\$(${NAME})$`);

/** The name of a text that is one reference and nothing else; null for any other text. */
export const referenceOf = (text: string): string | null =>
  text.startsWith('$') ? (alone.exec(text)?.[1] ?? null) : null;

export type TemplatePart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'name'; readonly name: string };

/** The parts of a text: what stands for itself, and names of what is filled in. */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let plain = '';
  let from = 0;
  for (const match of text.matchAll(token)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[1] === undefined) plain += '$';
    else {
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      parts.push({ kind: 'name', name: match[1] });
      plain = '';
    }
  }
  plain += text.slice(from);
  if (plain !== '' || parts.length === 0) parts.push({ kind: 'text', text: plain });
  return parts;
}
