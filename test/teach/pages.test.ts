/** What the page for a first scenario builds step by step is a scenario that runs. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { explain } from '../../src/language/explain/explain.ts';
import { load, planOf, rowsOf, scenarioOf, streamOf } from '../support/scenario.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/first-scenario.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => parse(text!) as { [key: string]: unknown });

describe('the page of the first scenario', () => {
  it('begins with a file that runs, and each step still does', () => {
    expect(blocks).to.have.lengthOf(5);
    let whole = {};
    for (const [step, block] of blocks.entries()) {
      whole = { ...whole, ...block };
      // `$heat` is written where the text says so.
      const text = JSON.stringify(whole);
      const heated = step < 2 ? text : text.replace('"value":93', '"value":"$heat"');
      const { diagnostics } = load(heated);
      expect(diagnostics, `step ${step + 1}`).to.deep.equal([]);
    }
    const plan = planOf(scenarioOf(JSON.stringify(whole).replace('"value":93', '"value":"$heat"')));
    const simulation = createSimulation(plan);
    for (const id of ['assets', 'metrics', 'cups', 'refunds', 'incidents']) {
      const stream = streamOf(plan, id);
      expect(rowsOf(simulation, stream, plan.period), id).to.not.be.empty;
    }
    const refunds = rowsOf(simulation, streamOf(plan, 'refunds'), plan.period);
    for (const { price } of refunds) expect([1.3, 1.8, 2.4]).to.include(price);
  });

  it('asks `explain` for what there is', () => {
    const asked = [...page.matchAll(/^\$ seedctl explain (\S+)/gm)].map(([, key]) => key!).filter((key) => key !== '#');
    expect(asked).to.not.be.empty;
    for (const key of asked) expect(explain(key).kind, key).to.not.equal('unknown');
  });
});
