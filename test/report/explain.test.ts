import { expect } from 'chai';
import { explain, explanationOf, mapOfTheLanguage } from '../../src/language/explain/explain.ts';
import { allTopics } from '../../src/language/explain/find.ts';
import { renderExplanation } from '../../src/report/explain.ts';
import { renderMap, renderPlaces } from '../../src/report/language-map.ts';
import { plain, type Style } from '../../src/report/style.ts';
import { widthOf } from '../../src/report/table.ts';
import { expectGolden } from './golden.ts';

const colour = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[39m`;
const coloured: Style = { ...plain, colour: true, accent: colour(36), strong: colour(1), dim: colour(2) };

const shown = (key: string): string => {
  const answer = explain(key);
  if (answer.kind === 'unknown') throw new Error(`${key} is unknown`);
  return answer.kind === 'places' ? renderPlaces(answer.places, plain) : renderExplanation(answer.explanation, plain);
};

describe('explanations in 80 columns', () => {
  it('the map', () => {
    const map = renderMap(mapOfTheLanguage(), plain);
    expect(map).to.not.include('…');
    expectGolden('explain-map', map);
  });

  it('a key, a kind, a section, values, a variable and places', () => {
    const keys = ['layers.spike.rate', 'noise', 'conditions', 'layers.op', '$received', 'sigma'];
    expectGolden('explain', keys.map(shown).join('─'.repeat(80) + '\n'));
  });

  for (const style of [plain, coloured]) {
    it(`no line is longer, ${style.colour ? 'with' : 'without'} colours, but a command that must not be cut`, () => {
      for (const topic of allTopics()) {
        const long = renderExplanation(explanationOf(topic), style)
          .split('\n')
          .filter((line) => widthOf(line) > 80 && !line.includes('seedctl explain'));
        expect(long, topic.path).to.deep.equal([]);
      }
    });
  }
});
