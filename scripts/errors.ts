/** The pages of the codes, made from what explains them and from a case that shows them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chapters, type Code, type Explanation, explanations } from '../src/language/diagnostics/codes.ts';

const MADE = '<!-- Made by `npm run generate` from src/language/diagnostics/codes.ts. Do not edit. -->';

/** Markdown by the name of its page. */
export function errorPages(): { readonly [page: string]: string } {
  const pages = Object.entries(explanations).map(([code, explanation]) => [code, page(code as Code, explanation)]);
  return { README: index(), ...(Object.fromEntries(pages) as { readonly [page: string]: string }) };
}

function page(code: Code, { means, mend, example }: Explanation): string {
  const shown = shownFor(code, example);
  const word = shown.includes(`warning[${code}]`) ? 'A warning: data are made all the same.' : null;
  return `${[
    `# ${code}`,
    MADE,
    means,
    `**What to do.** ${mend}`,
    ...(word === null ? [] : [word]),
    'For example:',
    ['```text', shown, '```'].join('\n'),
  ].join('\n\n')}\n`;
}

function index(): string {
  const lines = Object.entries(chapters).flatMap(([title, codes]) => [
    `## ${title}`,
    Object.entries(codes as { readonly [code: string]: Explanation })
      .map(([code, { means }]) => `- [${code}](${code}.md): ${firstSentence(means)}`)
      .join('\n'),
  ]);
  const about =
    'Every problem of a scenario has a code, in brackets after the word error or warning. Errors end in exit 3, warnings do not.';
  return `${['# Errors and warnings', MADE, about, ...lines].join('\n\n')}\n`;
}

const firstSentence = (text: string): string => /^.*?[.:](?= |$)/.exec(text)![0].replace(/:$/, '.');

/** The first diagnostic with this code in the output of a case. */
export function shownFor(code: Code, example: string): string {
  const path = fileURLToPath(new URL(`../test/errors/${example}.out`, import.meta.url));
  const shown = readFileSync(path, 'utf8')
    .split('\n\n')
    .find((block) => block.includes(`[${code}]:`));
  if (shown === undefined) throw new Error(`test/errors/${example}.out does not show ${code}`);
  return shown.trimEnd();
}
