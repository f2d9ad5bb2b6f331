import { expect } from 'chai';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Stats } from '../../src/run/stats.ts';
import { barn, now, yard } from './barn.ts';

describe('seedctl', () => {
  const { call, write } = yard();

  it('shows help with an example for every command', async () => {
    const { code, stdout } = await call(['--help']);
    expect(code).to.equal(0);
    const names = [
      'check',
      'clean',
      'diff',
      'explain',
      'fmt',
      'init',
      'plan',
      'preview',
      'run',
      'scenarios',
      'schema',
      'stats',
      'validate',
      'verify',
    ];
    for (const name of names) {
      expect(stdout).to.include(`\n  ${name}`);
      const help = (await call([name, '--help'])).stdout;
      expect(help).to.include('EXAMPLES').and.include(`$ seedctl ${name}`);
      // oclif folds descriptions, and neither summaries nor examples.
      for (const line of help.split('\n')) expect(line.length, line).to.be.at.most(80);
    }
  });

  it('says its version', async () => {
    expect((await call(['--version'])).stdout).to.match(/^seedctl\/\d+\.\d+\.\d+ /);
  });

  describe('validate', () => {
    it('is content with a good scenario, and with those that ship', async () => {
      expect(await call(['validate', 'barn.yaml', 'pmi-default'])).to.include({ code: 0, stderr: '' });
    });

    it('shows all problems of all files with their lines', async () => {
      write('bad.yaml', barn.replace('kind: noise', 'kind: nois').replace('type: machine', 'typ: machine'));
      const { code, stdout, stderr } = await call(['validate', 'barn.yaml', 'bad.yaml']);
      expect(code).to.equal(3);
      expect(stderr).to.equal('');
      expect(stdout)
        .to.match(/bad\.yaml:\d+:\d+: error\[/)
        .and.include('nois')
        .and.include('typ')
        .and.include('^');
    });

    it('gives a JSON array, also of nothing, and the same with --format json', async () => {
      write('bad.yaml', barn.replace('kind: noise', 'kind: nois'));
      const good = await call(['validate', 'barn.yaml', '--json']);
      expect(JSON.parse(good.stdout)).to.deep.equal([]);
      const bad = await call(['validate', 'bad.yaml', '--json']);
      expect(bad.code).to.equal(3);
      const [first] = JSON.parse(bad.stdout) as Diagnostic[];
      expect(Object.keys(first!)).to.deep.equal(
        'file line column endLine endColumn severity code message hint'.split(' '),
      );
      expect(await call(['validate', 'bad.yaml', '--format', 'json'])).to.deep.equal(bad);
    });

    it('speaks to GitHub and to code scanning', async () => {
      write('bad.yaml', barn.replace('kind: noise', 'kind: nois'));
      expect((await call(['validate', 'bad.yaml', '--format', 'github'])).stdout).to.match(/^::error file=bad\.yaml,/);
      const sarif = await call(['validate', 'bad.yaml', '--format', 'sarif']);
      expect(JSON.parse(sarif.stdout)).to.have.property('version', '2.1.0');
    });

    it('is exit 2 for a file that is not there, and for a wrong parameter', async () => {
      expect((await call(['validate', 'nothing.yaml'])).code).to.equal(2);
      expect((await call(['validate', 'barn.yaml', '--param', 'days=0'])).code).to.equal(2);
      expect((await call(['validate'])).code).to.equal(2);
    });
  });

  it('scenarios: lists those that ship', async () => {
    expect((await call(['scenarios'])).stdout).to.match(/^pmi-default +\S/m);
    const { stdout } = await call(['scenarios', '--json']);
    expect(JSON.parse(stdout)).to.be.an('array').that.is.not.empty;
  });

  it('schema: is the JSON Schema', async () => {
    const plain = await call(['schema']);
    expect(JSON.parse(plain.stdout)).to.have.property('$schema');
    expect(JSON.parse((await call(['schema', '--json'])).stdout)).to.deep.equal(JSON.parse(plain.stdout));
  });

  describe('stats', () => {
    it('counts what a run writes, without reading a target', async () => {
      const { stdout } = await call(['stats', 'barn.yaml', ...now, '--json']);
      const stats = JSON.parse(stdout) as Stats;
      expect(stats).to.include({ target: null, scenario: 'barn' });
      const metrics = stats.counts.filter(({ stream }) => stream === 'metrics');
      expect(
        metrics.map(({ assetType, metric, assets, records }) => [assetType, metric, assets, records]),
      ).to.deep.equal([
        ['building', 'temp', 1, 288],
        ['machine', 'temp', 1, 288],
      ]);
      expect(stats.records).to.equal(stats.counts.reduce((sum, { records }) => sum + records, 0));
      expect((await call(['stats', 'barn.yaml', ...now])).stdout)
        .to.include('building')
        .and.include('simulated');
    });

    it('reads back from a target what was written, over all that is there', async () => {
      const from = async (...args: string[]) =>
        JSON.parse((await call(['stats', 'barn.yaml', ...now, '--json', ...args])).stdout) as Stats;
      await call(['run', 'barn.yaml', ...now, '--quiet', '--no-log-file', '--days', '3', '--to', 'csv:out']);
      const [simulated, held] = [await from('--days', '3'), await from('--to', 'csv:out')];
      expect(held).to.deep.include({ target: 'csv:out', records: simulated.records, period: simulated.period });
      const [day, heldOfDay] = [await from('--days', '1'), await from('--to', 'csv:out', '--days', '1')];
      expect(heldOfDay).to.deep.include({ period: day.period, uptime: day.uptime });
      const ofMetrics = ({ counts }: Stats) => counts.filter(({ stream }) => stream === 'metrics');
      expect(ofMetrics(heldOfDay)).to.deep.equal(ofMetrics(day)).and.have.lengthOf(2);
    });

    it('is exit 2 for a target that cannot be read back', async () => {
      expect((await call(['stats', 'barn.yaml', '--to', 'ndjson:-'])).code).to.equal(2);
    });
  });
});
