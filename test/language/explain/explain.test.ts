import { expect } from 'chai';
import { parse } from 'yaml';
import { explain, explanationOf, mapOfTheLanguage, type Explanation } from '../../../src/language/explain/explain.ts';
import { allTopics } from '../../../src/language/explain/find.ts';
import { scenarioFields } from '../../../src/language/grammar/root.ts';
import { meanings } from '../../../src/language/grammar/variables.ts';
import { loadScenario } from '../../../src/language/load.ts';
import { variables } from '../../../src/language/normalise/scope.ts';
import { createSimulation } from '../../../src/simulate/simulation.ts';
import { NOW, planOf, rowsOf } from '../../support/scenario.ts';

const one = (key: string): Explanation => {
  const answer = explain(key);
  if (answer.kind !== 'explanation') throw new Error(`${key} is ${answer.kind}`);
  return answer.explanation;
};

describe('explain', () => {
  describe('has an example of every key that runs', () => {
    for (const topic of allTopics()) {
      it(topic.path, () => {
        const { examples, summary, type } = explanationOf(topic);
        expect(summary).to.match(/\.$/);
        expect(String(type)).to.not.include('undefined');
        expect(examples, 'examples').to.not.be.empty;
        for (const { yaml, scenario: text, files } of examples) {
          const all = new Map(Object.entries({ ...files, 'example.yaml': text }));
          const { scenario, diagnostics } = loadScenario('example.yaml', {
            read: (path) => {
              const found = all.get(path);
              if (found === undefined) throw new Error(`no file ${path}`);
              return new TextEncoder().encode(found);
            },
            sha256: () => '',
            resolve: (_from, to) => to,
            parameters: {},
          });
          expect(diagnostics, text).to.deep.equal([]);
          // What is printed stands in what runs.
          expectWithin(parse(text), parse(yaml), topic.path);
          const plan = planOf(scenario!, { from: NOW - 3_600_000, until: NOW });
          const simulation = createSimulation(plan);
          for (const stream of plan.streams) rowsOf(simulation, stream, plan.period, stream.series.slice(0, 3));
        }
      });
    }
  });

  it('shows the sections in the order of a scenario, and leaves none out', () => {
    const { sections, grammars } = mapOfTheLanguage();
    expect(sections.map(({ key }) => key)).to.have.members(Object.keys(scenarioFields));
    expect(sections.filter(({ required }) => required).map(({ key }) => key)).to.deep.equal(['name', 'streams']);
    expect(grammars.map(({ key }) => key)).to.include.members(['layers', 'timings', 'draws', 'conditions']);
  });

  it('knows what every variable means, and no other', () => {
    const known = new Set(Object.values(variables).flatMap((names) => Object.keys(names)));
    expect(Object.keys(meanings)).to.have.members([...known]);
  });

  it('says type, unit, default, legal values and place', () => {
    expect(one('layers.sine.amplitude')).to.include({ unit: 'unit of the metric', required: true, default: null });
    expect(one('layers.sine.period')).to.include({ type: 'a duration such as 15m, 2h or 14d', limits: '> 0' });
    expect(one('layers.sine.period').default).to.equal('24h');
    expect(one('layers.op').values.map(({ key }) => key)).to.deep.equal(
      ['add', 'set', 'multiply', 'min', 'max'].map((value) => `layers.op.${value}`),
    );
    expect(one('$cause').where).to.deep.equal(['streams.metrics.record', 'streams.events.record']);
    expect(one('conditions').where).to.include.members(['layers.when', 'timings.during', 'metrics.when']);
    expect(one('layers.spike').common.map(({ key }) => key)).to.include('layers.spike.when');
    expect(one('assets.expand.count').limits).to.equal('≥ 0, ≤ 1000000');
  });

  it('shows a key in the place that was asked for', () => {
    expect(one('episodes.after').examples[0]!.yaml).to.match(/^episodes:\n[^]*after: deploy/);
    expect(one('layers.spike.rate').examples[0]!.yaml).to.match(/^patterns:\n[^]*kind: spike\n[^]*rate: /);
    expect(one('episodes.select.type').key).to.equal('episodes.select.type');
  });

  it('takes short names, paths with names of the user, indices and variables', () => {
    expect(one('noise').key).to.equal('layers.noise');
    expect(one('patterns.load.metrics.cpu_usage.layers').key).to.equal('patterns.metrics.layers');
    expect(one('patterns.load.metrics.cpu.layers[0].spike.add').key).to.equal('patterns.metrics.layers.spike.add');
    expect(one('episodes.0.for').key).to.equal('episodes.for');
    expect(one('$tags.environment').key).to.equal('variables.tags.x');
    expect(one('op').key).to.equal('layers.op');
    const several = explain('sigma');
    expect(several).to.have.nested.property('kind', 'places');
    expect(
      (several as Extract<typeof several, { kind: 'places' }>).places.places.map(({ key }) => key),
    ).to.have.members(['layers.noise.lognormal.sigma', 'draws.lognormal.sigma']);
  });

  it('names the nearest of what is unknown', () => {
    const nearest = (key: string): readonly string[] => {
      const answer = explain(key);
      return answer.kind === 'unknown' ? answer.nearest : [];
    };
    expect(nearest('layers.spik.rate')).to.deep.equal(['layers.spike.rate']);
    expect(nearest('nois')).to.deep.equal(['layers.noise']);
    expect(nearest('episods')).to.deep.equal(['episodes']);
    expect(nearest('qqqqqqqq')).to.deep.equal([]);
    expect(nearest('__proto__')).to.deep.equal([]);
    expect(explain('')).to.have.property('kind', 'unknown');
    expect(explain('.')).to.have.property('kind', 'unknown');
  });
});

/** Whatever the part says, the whole says too; lists may have more. */
function expectWithin(whole: unknown, part: unknown, path: string): void {
  if (Array.isArray(part)) {
    const items = whole as unknown[];
    for (const item of part as unknown[]) {
      const found = items.some((other) => {
        try {
          expectWithin(other, item, path);
          return true;
        } catch {
          return false;
        }
      });
      expect(found, `${path}: ${JSON.stringify(item)}`).to.be.true;
    }
  } else if (typeof part === 'object' && part !== null) {
    for (const [key, value] of Object.entries(part)) {
      expectWithin((whole as { readonly [key: string]: unknown })[key], value, `${path}/${key}`);
    }
  } else expect(whole, path).to.equal(part);
}
