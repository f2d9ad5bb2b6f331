import { renderStats } from '../report/stats.ts';
import { SeedctlCommand } from '../run/command.ts';
import { scenarioFile, streamFlags, timeFlags, to } from '../run/flags.ts';
import { readEnvironment } from '../run/environment.ts';
import { prepare } from '../run/prepare.ts';
import { chooseSink } from '../run/sink.ts';
import { statsOf, type Stats as Result } from '../run/stats.ts';

export default class Stats extends SeedctlCommand {
  static override summary = 'Count records, and compare uptime and success rates as declared, expected and achieved.';

  static override description =
    'Of the simulation, without reading a target; with --to, of what the target holds of this scenario.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --to duckdb:out/pmi-default.duckdb',
    '<%= config.bin %> <%= command.id %> pmi-default --days 90 --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = { to, ...timeFlags, ...streamFlags };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(Stats);
    const prepared = prepare(args.file, flags, Date.now());
    this.showWarnings(prepared);
    const wholePeriod = flags.days === undefined && flags.from === undefined && flags.until === undefined;
    const sink = flags.to === undefined ? null : chooseSink(prepared.plan.scenario, flags.to, readEnvironment());
    const { data, report } = await statsOf(prepared.plan, sink, wholePeriod);
    if (!this.jsonEnabled()) this.print(renderStats(report, this.out));
    return data;
  }
}
