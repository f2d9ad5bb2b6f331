import type { Place } from '../../model/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { limits } from './limits.ts';
import { Lines } from './lines.ts';

/** Bytes → text without its byte order mark; null where they are too many, or no text. */
export function decode(file: string, bytes: Uint8Array, report: Reporter): string | null {
  const top: Place = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (bytes.length > limits.bytes) {
    report.error(
      'too-large',
      top,
      `The file has ${grouped(bytes.length)} bytes; at most ${grouped(limits.bytes)} are read`,
      'Move definitions to files of their own (`include`), or write many similar assets as one with `expand`',
    );
    return null;
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    report.error('encoding', top, 'The file is UTF-16', 'Save it as UTF-8');
    return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    report.addText(file, text);
    return controlFree(file, text, report) ? text : null;
  } catch {
    const at = firstInvalid(bytes);
    const before = new TextDecoder('utf-8').decode(bytes.subarray(0, at));
    report.addText(file, new TextDecoder('utf-8').decode(bytes));
    report.error(
      'encoding',
      new Lines(file, before).place(before.length, before.length + 1),
      `The file is not UTF-8: byte ${hex(bytes[at] ?? 0)} at offset ${at}`,
      'Save it as UTF-8',
    );
    return null;
  }
}

// What YAML 1.2 calls not printable (chapter 5.1): it is invisible in an editor, and in a terminal it acts.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f\ufffe\uffff]/;

function controlFree(file: string, text: string, report: Reporter): boolean {
  const at = text.search(CONTROL);
  if (at === -1) return true;
  const name = `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`;
  report.error(
    'control-character',
    new Lines(file, text).place(at, at + 1),
    `The invisible character ${name} is not allowed in YAML`,
    'Delete it; in a value write it as an escape in double quotes',
  );
  return false;
}

/** Offset of the first byte that is no part of well-formed UTF-8 (Unicode 15, table 3-7). */
function firstInvalid(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead <= 0xdf
          ? 2
          : lead >= 0xe0 && lead <= 0xef
            ? 3
            : lead >= 0xf0 && lead <= 0xf4
              ? 4
              : 0;
    if (length === 0) return i;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    for (let k = 1; k < length; k++) {
      const byte = bytes[i + k] ?? 0;
      if (byte < (k === 1 ? low : 0x80) || byte > (k === 1 ? high : 0xbf)) return i;
    }
    i += length;
  }
  return bytes.length;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
