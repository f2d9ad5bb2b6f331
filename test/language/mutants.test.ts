/** Slips of the fingers in a scenario that ships: never a crash; what is wrong is named in its line. */
import { expect } from 'chai';
import fc from 'fast-check';
import { loadShipped, shippedText } from './shipped.ts';

const FILE = 'pmi-default.yaml';
const lines = shippedText(FILE).split('\n');
const written = lines.flatMap((line, i) => (/^\s*(#|$)/.test(line) ? [] : [i]));
const anyLine = fc.constantFrom(...written);

const withLine = (index: number, line: string | null) =>
  loadShipped(FILE, {
    [FILE]: lines.flatMap((other, i) => (i !== index ? [other] : line === null ? [] : [line])).join('\n'),
  });

describe('mutants', () => {
  it('with a value of another kind are read, or refused in that line', () => {
    const values = fc.constantFrom('{}', '[]', '-1', 'zzz', 'true', 'null', '1e9', '"-5m"', '"${x}"', '$x', '.inf');
    fc.assert(
      fc.property(anyLine, values, fc.nat(), (index, value, which) => {
        const code = lines[index]!.replace(/ # .*$/, '');
        const places = [...code.matchAll(/: ([^\s{}[\],]+)/g)];
        if (places.length === 0) return;
        const place = places[which % places.length]!;
        const mutant = `${code.slice(0, place.index)}: ${value}${code.slice(place.index + place[0].length)}`;
        const { scenario, diagnostics } = withLine(index, mutant);
        if (scenario !== null) return;
        expect(
          diagnostics.map(({ line }) => line),
          mutant,
        ).not.to.be.empty;
        // A definition that is gone is missed where it is used.
        if (/^ {2}- id:|^include|^ {2}\w+: \{ (type|kind)|pattern|type/.test(code)) return;
        expect(
          diagnostics.map(({ line }) => line),
          mutant,
        ).to.include(index + 1);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('with a misspelt key are refused in that line, or warned of', () => {
    const keyed = written.filter((i) => /^\s*(- )?\w+:/.test(lines[i]!));
    fc.assert(
      fc.property(fc.constantFrom(...keyed), (index) => {
        const mutant = lines[index]!.replace(/\w(?=:)/, (letter) => `${letter}x`);
        const { scenario, diagnostics } = withLine(index, mutant);
        // Free names: data of an asset, and sinks.
        if (scenario !== null && diagnostics.length === 0) expect(mutant).to.match(/^ {6}\w+:|^ {2}localx/);
        else
          expect(
            diagnostics.map(({ line }) => line),
            mutant,
          ).to.include(index + 1);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('without a line are read or refused', () => {
    fc.assert(
      fc.property(anyLine, (index) => {
        const { scenario, diagnostics } = withLine(index, null);
        if (scenario === null) expect(diagnostics.filter(({ severity }) => severity === 'error')).not.to.be.empty;
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
