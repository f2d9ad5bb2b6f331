import { Flags } from '@oclif/core';
import { Exit } from '../model/errors.ts';
import { showProgress } from '../report/progress.ts';
import { renderVerify } from '../report/verify.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { endOnSignal } from '../cli/interruption.ts';
import { commandLine } from '../run/command-line.ts';
import { readEnvironment } from '../run/environment.ts';
import { scenarioFile, streamFlags, timeFlags, to } from '../cli/flags.ts';
import { prepare } from '../run/prepare.ts';
import { chooseSink } from '../run/sink.ts';
import { isEqual, verifiedAsData, type VerifyData } from '../run/verify/data.ts';
import { verify } from '../run/verify/verify.ts';

export default class Verify extends SeedctlCommand {
  static override summary = 'Make the records anew, and compare them with those that a target holds.';

  static override description =
    'Counts and hashes by series and day are compared in the target, and rows are read only where they differ. ' +
    'What is missing, extra or different is told by stream, series and period, with an example; nothing is changed. ' +
    'Exit code 9 where anything is. Rows of other scenarios, and of series that the scenario does not have, are not looked at.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --to duckdb:out/pmi-default.duckdb --only metrics',
    '<%= config.bin %> <%= command.id %> pmi-default --to parquet:out/pmi --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = {
    to,
    ...timeFlags,
    ...streamFlags,
    workers: Flags.integer({ description: 'Readers at once.', helpValue: 'N', min: 1, max: 64, default: 2 }),
    quiet: Flags.boolean({ char: 'q', description: 'No progress and no report.' }),
  };

  async run(): Promise<VerifyData> {
    const { args, flags } = await this.parse(Verify);
    const prepared = prepare(args.file, flags, Date.now());
    const { plan, whole } = prepared;
    this.showWarnings(prepared);
    const sink = chooseSink(plan.scenario, flags.to, readEnvironment());
    const verified = await verify({
      plan,
      whole,
      sink,
      workers: flags.workers,
      log: await this.openLog(flags, null),
      progress: (records) => {
        // Before the bar is there: a signal may come as soon as it is.
        endOnSignal(() => {
          display.stop();
        });
        const display = showProgress(process.stderr, this.err, { records, bytes: 0 }, flags.quiet);
        return this.watched(display);
      },
    });
    const equal = isEqual(verified);
    if (!equal) process.exitCode = Exit.different;
    if (!flags.quiet) {
      const line = commandLine(args.file, flags, sink);
      const report = {
        plan,
        verified,
        equal,
        next: { run: `seedctl run ${line}`, clean: `seedctl run ${line} --clean` },
      };
      this.print(renderVerify(report, this.out));
    }
    return verifiedAsData(plan, verified);
  }
}
