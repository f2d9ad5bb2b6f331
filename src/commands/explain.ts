import { Args, Flags } from '@oclif/core';
import { explain, type Explanation, mapOfTheLanguage, type Map, type Places } from '../language/explain/explain.ts';
import { renderExplanation } from '../report/explain.ts';
import { renderMap, renderPlaces } from '../report/language-map.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { usage } from '../run/options.ts';

export default class Explain extends SeedctlCommand {
  static override summary = 'Explain the scenario language: the map of it, or one key.';

  static override description =
    'A key is a path (layers.spike.rate), a kind (noise), a variable ($cause), or a short name (sigma); ' +
    'names of your own in a path are passed over (patterns.load.metrics.cpu.layers).';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> layers.spike.rate',
    '<%= config.bin %> <%= command.id %> noise',
    '<%= config.bin %> <%= command.id %> episodes.after --example > try.yaml && <%= config.bin %> run try.yaml',
  ];

  static override args = {
    key: Args.string({ description: 'What to explain; absent: the map of the language.' }),
  };

  static override flags = {
    example: Flags.boolean({ description: 'Only the smallest scenario with it, ready to run.' }),
  };

  async run(): Promise<Map | Explanation | Places> {
    const { args, flags } = await this.parse(Explain);
    if (args.key === undefined) {
      if (flags.example) throw usage('--example needs a key', 'seedctl explain layers.spike --example');
      const map = mapOfTheLanguage();
      this.print(renderMap(map, this.out));
      return map;
    }
    const answer = explain(args.key);
    if (answer.kind === 'unknown') {
      const [first, ...more] = answer.nearest;
      const hint = first === undefined ? 'seedctl explain shows the map of the language' : `seedctl explain ${first}`;
      throw usage(
        `the language has no ${args.key}${first === undefined ? '' : `; did you mean ${[first, ...more].join(', ')}?`}`,
        hint,
      );
    }
    if (answer.kind === 'places') {
      this.print(renderPlaces(answer.places, this.out));
      return answer.places;
    }
    const { explanation } = answer;
    const scenario = explanation.examples[0]?.scenario ?? '';
    this.print(flags.example ? scenario : renderExplanation(explanation, this.out));
    return explanation;
  }
}
