import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Explanation, explanations } from './codes.ts';

/** SARIF 2.1.0, for code scanning. */
export function renderSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'seedctl', version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(({ file, line, column, endLine, endColumn, severity, code, message, hint }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: severity,
          message: { text: hint === null ? message : `${message}. ${hint}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uri(file) },
                region: { startLine: line, startColumn: column, endLine, endColumn },
              },
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What code scanning shows of a rule. */
function ruleOf(id: string): object {
  const known = (explanations as { readonly [code: string]: Explanation })[id];
  if (known === undefined) return { id };
  return { id, fullDescription: { text: known.means }, help: { text: known.mend } };
}

/** A relative reference, or a `file:` URI of an absolute path. */
function uri(file: string): string {
  const slashed = file.replaceAll('\\', '/');
  const encoded = slashed.split('/').map(encodeURIComponent).join('/');
  if (/^[a-z]:\//i.test(slashed)) return `file:///${slashed.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
