import { expect } from 'chai';
import { plainPlaces } from '../../../src/language/source/plain-places.ts';

describe('places in plain YAML', () => {
  const text = "a: { b: [1, { c: 'd e' }] } # f\ng:\n  - h: i\n    j:\n";
  const places = plainPlaces('x.yaml', text);
  const on = (line: number, column: number, endColumn: number) => ({
    file: 'x.yaml',
    line,
    column,
    endLine: line,
    endColumn,
  });

  it('are those of keys', () => {
    expect(places(['a'], 'key')).to.deep.equal(on(1, 1, 2));
    expect(places(['a', 'b', 1, 'c'], 'key')).to.deep.equal(on(1, 15, 16));
    expect(places(['g', 0, 'j'], 'key')).to.deep.equal(on(4, 5, 6));
  });

  it('are those of scalars', () => {
    expect(places(['a', 'b', 1, 'c'], 'value')).to.deep.equal(on(1, 18, 23));
    expect(places(['g', 0, 'h'], 'value')).to.deep.equal(on(3, 8, 9));
  });

  it('are those of what misses a key', () => {
    expect(places(['a', 'x', 'y'], 'value')).to.deep.equal(on(1, 1, 2));
  });

  it('of all else are for the parser to tell', () => {
    for (const path of [[], ['a'], ['a', 'b', 0], ['g', 0], ['g', 0, 'j'], ['x']])
      expect(places(path, 'value'), path.join('.')).to.equal(null);
  });
});
