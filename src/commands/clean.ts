import { Flags } from '@oclif/core';
import { renderCleaned } from '../report/clean.ts';
import { clean, type Cleaned } from '../run/clean.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { confirm, requireAnswer } from '../cli/confirm.ts';
import { readEnvironment } from '../run/environment.ts';
import { scenarioFile, streamFlags, timeFlags, to } from '../cli/flags.ts';
import { listenToSignals } from '../cli/interruption.ts';
import { prepare } from '../run/prepare.ts';
import { chooseSink } from '../run/sink.ts';

export default class Clean extends SeedctlCommand {
  static override summary = 'Remove what a scenario wrote into a target, and nothing else.';

  static override description =
    'Everything that its ledger vouches for goes, whatever seed, definition or period it had; the rows of others stay. ' +
    'It asks first. A target that is marked as production is never cleaned, and one in which it cannot be told whose a ' +
    'row is stays as it was (exit 4).';

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --to duckdb:out/pmi.duckdb --only incidents,jobs',
    '<%= config.bin %> <%= command.id %> pmi-default --to parquet:out/pmi --yes --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = {
    to,
    ...streamFlags,
    param: timeFlags.param,
    yes: Flags.boolean({ char: 'y', description: 'The answer to what it asks.' }),
  };

  async run(): Promise<Cleaned> {
    const { args, flags } = await this.parse(Clean);
    requireAnswer(flags.yes, 'clean');
    const prepared = prepare(args.file, flags, Date.now());
    const { plan, only } = prepared;
    this.showWarnings(prepared);
    const signals = listenToSignals((signal) => {
      process.stderr.write(`${signal}: stopping; once more to stop at once\n`);
    });
    try {
      const cleaned = await clean({
        plan,
        sink: chooseSink(plan.scenario, flags.to, readEnvironment()),
        only,
        ask: (question) => flags.yes || confirm(question, signals.stopping),
        interruption: signals,
        log: await this.openLog(flags, null),
      });
      this.print(renderCleaned(cleaned, this.out));
      return cleaned;
    } finally {
      signals.release();
    }
  }
}
