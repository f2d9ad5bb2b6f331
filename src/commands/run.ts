import { Flags } from '@oclif/core';
import { Exit } from '../model/errors.ts';
import { local, plural } from '../report/numbers.ts';
import { showProgress } from '../report/progress.ts';
import { renderSummary } from '../report/summary.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { confirm, requireAnswer } from '../cli/confirm.ts';
import { readEnvironment } from '../run/environment.ts';
import { scenarioFile, streamFlags, timeFlags, to } from '../cli/flags.ts';
import { listenToSignals } from '../cli/interruption.ts';
import { requestOf } from '../run/request.ts';
import { run } from '../run/run.ts';
import type { Summary } from '../run/summary.ts';

const helpGroup = 'WRITING';

export default class Run extends SeedctlCommand {
  static override summary = 'Write the history of a scenario, or what of it is missing, into a target.';

  static override description = `Running the same command twice writes nothing the second time; a longer period adds only what is missing; a run that was stopped goes on where it ended. FILE may also be a plan that \`plan --out\` saved.

The first SIGINT or SIGTERM finishes what is under way, a second one stops at once; either way nothing is lost, and the same command resumes. Of .env and the environment only the sink in use reads what its options name as \${NAME}.

Exit codes: 0 done, 2 wrong usage, 3 an invalid scenario, 4 refused (other values are held there, a stale plan, no answer), 5 locked by another run, 6 the target cannot be reached, 7 finished with rejected records, 8 permissions, disk or tables of the target, 130 and 143 interrupted. After 5, 6, 130 and 143 the same command may be tried again.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --days 90 --to parquet:out/pmi',
    '<%= config.bin %> <%= command.id %> pmi-default --to ndjson:- --only polls | head',
    '<%= config.bin %> <%= command.id %> pmi-default --clean --yes --seed random --json',
  ];

  static override args = { file: scenarioFile };

  static override flags = {
    to,
    ...timeFlags,
    ...streamFlags,
    'batch-size': Flags.integer({
      description: 'Records a write, where that means something; never changes the data.',
      helpGroup,
      helpValue: 'N',
      min: 1,
    }),
    workers: Flags.integer({
      description: 'Writers at once; never changes the data.',
      helpGroup,
      helpValue: 'N',
      min: 1,
      max: 64,
    }),
    clean: Flags.boolean({ description: 'First remove what this scenario wrote there; asks.', helpGroup }),
    yes: Flags.boolean({ char: 'y', description: 'The answer to what --clean asks.', helpGroup }),
    follow: Flags.boolean({
      description: 'After the backfill go on with each tick as it comes, until stopped. Not with --until.',
      helpGroup,
      exclusive: ['until'],
    }),
    'skip-cleanup': Flags.boolean({
      description: 'Accepted: run never cleans by itself. Not with --clean.',
      helpGroup,
      exclusive: ['clean'],
    }),
    resume: Flags.boolean({ description: 'Accepted: run always resumes.', helpGroup }),
    quiet: Flags.boolean({ char: 'q', description: 'No progress and no summary.' }),
    'no-log-file': Flags.boolean({ description: 'Leave no log file.', helpGroup: 'GLOBAL' }),
  };

  async run(): Promise<Summary> {
    const { args, flags } = await this.parse(Run);
    const clock = Date.now();
    const signals = listenToSignals((signal) => {
      this.tell(`${signal}: finishing what is under way; once more to stop at once`);
    });
    try {
      if (flags.clean) requireAnswer(flags.yes, '--clean');
      const { prepared, sink, check } = requestOf(args.file, flags, readEnvironment(), clock);
      const { plan, views, only, readings } = prepared;
      this.showWarnings(prepared);
      if (flags.seed === 'random') process.stderr.write(`seed ${plan.seed}\n`);
      const log = await this.openLog(flags, flags['no-log-file'] ? null : { scenario: plan.scenario.name, at: clock });
      const { summary, simulation, notes } = await run({
        plan,
        views,
        sink,
        readings,
        only,
        check,
        log,
        interruption: signals,
        batchSize: flags['batch-size'] ?? null,
        workers: flags.workers ?? null,
        clean: flags.clean ? (question) => flags.yes || confirm(question, signals.stopping) : null,
        follow: flags.follow
          ? {
              clock: () => plan.now + Date.now() - clock,
              begins: (written) => {
                if (flags.quiet) return;
                const { period, now, scenario } = plan;
                const end = period.to > now ? `${local(period.to, scenario.zone)}, which is yet to come` : 'now';
                this.tell(
                  `${plural(written, 'record')} written up to ${end}; following tick by tick until stopped (Ctrl-C)`,
                );
              },
            }
          : null,
        progress: (work) => this.watched(showProgress(process.stderr, this.err, work, flags.quiet)),
      }).catch((error: unknown) => {
        log.failed(error);
        throw error;
      });
      if (!flags.quiet && !this.jsonEnabled()) {
        // Where the data goes to stdout, the summary does not.
        const [stream, style] = sink.definition.traits.standardOutput
          ? [process.stderr, this.err]
          : [process.stdout, this.out];
        // Of a table without records there may be nothing to look at: no file, for one.
        const filled = new Set(summary.streams.flatMap(({ table, records }) => (records === 0 ? [] : [table])));
        const tables = plan.tables.filter(({ name }) => filled.has(name));
        const seen = views.filter(({ table }) => filled.has(table.name));
        const look = sink.definition.look?.(sink.options, tables, seen) ?? null;
        const report = { plan, summary, statistics: simulation.statistics(), look, logPath: log.path };
        stream.write(renderSummary(report, style));
      }
      if (summary.rejected > 0) {
        process.exitCode = Exit.rejected;
        if (!this.jsonEnabled()) for (const note of notes) process.stderr.write(`${note}\n`);
      }
      return summary;
    } finally {
      signals.release();
    }
  }
}
