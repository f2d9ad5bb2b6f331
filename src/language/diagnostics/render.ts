import type { Diagnostic } from '../../model/diagnostic.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

export const formats = ['text', 'json', 'github', 'sarif'] as const;
export type Format = (typeof formats)[number];

export interface Rendering {
  readonly texts: ReadonlyMap<string, string>;
  /** ANSI colours in `text`. */
  readonly colour?: boolean;
  /** Of seedctl, for `sarif`. */
  readonly version: string;
}

/** The problems as one text that ends with a line break; empty in `text` and `github` where there are none. */
export function render(
  diagnostics: readonly Diagnostic[],
  format: Format,
  { texts, colour = false, version }: Rendering,
): string {
  switch (format) {
    case 'text':
      return renderText(diagnostics, texts, { colour });
    case 'json':
      return renderJson(diagnostics);
    case 'github':
      return renderGithub(diagnostics);
    case 'sarif':
      return renderSarif(diagnostics, version);
  }
}
