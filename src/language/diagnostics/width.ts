/** Columns that a text takes in a terminal, after Unicode's East Asian Width; a cell is what is drawn as one. */
export interface Cell {
  /** As it is shown: tabs as spaces, what would act on the terminal as an escape. */
  readonly shown: string;
  readonly width: number;
  /** UTF-16 units that it takes in the text. */
  readonly units: number;
}

const TAB = 4;
/** Format characters that reorder or hide text (Trojan Source, CVE-2021-42574), and all controls. */
const UNSAFE = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
const ZERO = /\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

export function cells(text: string): Cell[] {
  return Array.from(text, (character) => {
    const units = character.length;
    if (character === '\t') return { shown: ' '.repeat(TAB), width: TAB, units };
    if (UNSAFE.test(character)) {
      const shown = escape(character);
      return { shown, width: shown.length, units };
    }
    return { shown: character, width: ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1, units };
  });
}

/** A text that cannot act on the terminal: names from a file may hold anything. */
export function harmless(text: string): string {
  return cells(text)
    .map(({ shown }) => shown)
    .join('');
}

function escape(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
