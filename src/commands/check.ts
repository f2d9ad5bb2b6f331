import { renderChecked, renderFacts } from '../report/check.ts';
import { check, type CheckData } from '../run/check.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { readEnvironment } from '../run/environment.ts';
import { scenarioFile, streamFlags, timeFlags, to } from '../cli/flags.ts';
import { prepare } from '../run/prepare.ts';
import { chooseSink } from '../run/sink.ts';

export default class Check extends SeedctlCommand {
  static override summary = 'Look whether a run could write into a target; nothing is written.';

  static override description =
    'Connects, and tells server and version, TLS, user, rights, free space, what set-up would change and what is there ' +
    'already. Where a run would fail, this fails with the same error and exit code.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --to parquet:out/pmi',
    '<%= config.bin %> <%= command.id %> pmi-default --to duckdb:out/pmi.duckdb --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = { to, ...timeFlags, ...streamFlags };

  async run(): Promise<CheckData> {
    const { args, flags } = await this.parse(Check);
    const prepared = prepare(args.file, flags, Date.now());
    const { plan, views } = prepared;
    this.showWarnings(prepared);
    const sink = chooseSink(plan.scenario, flags.to, readEnvironment());
    const checked = await check({
      plan,
      views,
      sink,
      log: await this.openLog(flags, null),
      told: (facts) => {
        this.print(renderFacts(facts, this.out));
      },
    });
    this.print(renderChecked(checked, this.out));
    return checked;
  }
}
