import { renderStats } from '../report/stats.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { alsoIn, scenarioFile, streamFlags, timeFlags } from '../cli/flags.ts';
import { readEnvironment } from '../run/environment.ts';
import { prepare } from '../run/prepare.ts';
import { Whereabouts } from '../run/realism/whereabouts.ts';
import { chooseSink } from '../run/sink.ts';
import { statsOf, type Stats as Result } from '../run/stats.ts';

export default class Stats extends SeedctlCommand {
  static override summary = 'Say how realistic the data are: counts, values, rates declared and achieved.';

  static override description = `Without --to of the simulation, before there is any target: counts by asset type and metric, extremes, quantiles and autocorrelation of the values, uptime and success rates, the largest incidents, and as warnings, each with its line, what a reviewer should worry about: a metric that is cut off at a bound, a series that never changes, a rate that cannot be reached, an asset that nothing happens to.

With --to of what the target holds of this scenario: counts, size, uptime and success rates.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --to duckdb:out/pmi-default.duckdb',
    '<%= config.bin %> <%= command.id %> pmi-default --days 90 --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = { to: alsoIn, ...timeFlags, ...streamFlags };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(Stats);
    const prepared = prepare(args.file, flags, Date.now());
    this.showWarnings(prepared);
    const wholePeriod = flags.days === undefined && flags.from === undefined && flags.until === undefined;
    const sink = flags.to === undefined ? null : chooseSink(prepared.plan.scenario, flags.to, readEnvironment());
    const at = new Whereabouts(prepared.plan.scenario, prepared.sources);
    const { data, report } = await statsOf(prepared.plan, sink, wholePeriod, at);
    if (!this.jsonEnabled()) this.print(renderStats(report, prepared.texts, this.out));
    return data;
  }
}
