import type { Diagnostic } from '../../model/diagnostic.ts';

/** For programs: exactly these keys, in this order. */
export function toJson(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map(({ file, line, column, endLine, endColumn, severity, code, message, hint }) => ({
    file,
    line,
    column,
    endLine,
    endColumn,
    severity,
    code,
    message,
    hint,
  }));
}

export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(toJson(diagnostics), null, 2)}\n`;
}
