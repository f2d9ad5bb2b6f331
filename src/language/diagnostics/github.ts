import type { Diagnostic } from '../../model/diagnostic.ts';

/** GitHub's workflow commands: problems become annotations of the change. */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ file, line, column, endLine, endColumn, severity, code, message, hint }) => {
      // Columns are shown only where the place is within one line.
      const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
      const place = `file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(code)}`;
      return `::${severity} ${place}::${data(hint === null ? message : `${message}\n${hint}`)}\n`;
    })
    .join('');
}

// The escapes of actions/toolkit: packages/core/src/command.ts.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
