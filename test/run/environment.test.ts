import { expect } from 'chai';
import type { SeedctlError } from '../../src/model/errors.ts';
import { substitute } from '../../src/run/environment.ts';

describe('environment variables in a sink', () => {
  const environment = { HOST: 'db', EMPTY: '', YAML: '{a: [1]}', NESTED: '${HOST}' };
  const fill = (text: string) => substitute(text, environment, 'farm.yaml:9:3');

  it('are filled in, with a default where they are unset or empty', () => {
    expect(fill('${HOST}:${PORT:-5432}/${EMPTY:-x}${EMPTY}')).to.equal('db:5432/x');
  });

  it('come in as text, whatever they look like, and once', () => {
    expect(fill('${YAML}')).to.equal('{a: [1]}');
    expect(fill('${NESTED}')).to.equal('${HOST}');
  });

  it('reach into lists and objects, and leave everything else', () => {
    expect(substitute({ a: ['${HOST}', 1, true, null] }, environment, '')).to.deep.equal({ a: ['db', 1, true, null] });
    expect(fill('$HOST ${host} $${HOST}')).to.equal('$HOST ${host} ${HOST}');
  });

  it('that are missing are an error with the line', () => {
    expect(() => fill('a${PASSWORD}'))
      .to.throw('PASSWORD')
      .that.satisfies(({ exit, place }: SeedctlError) => exit === 3 && place === 'farm.yaml:9:3');
  });
});
