import { Flags } from '@oclif/core';
import { renderPlan } from '../report/plan.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { runCommand } from '../run/command-line.ts';
import { readEnvironment } from '../run/environment.ts';
import { alsoIn, scenarioFile, streamFlags, timeFlags } from '../cli/flags.ts';
import { lookAt, withHeld } from '../run/look.ts';
import { planAsData, type PlanData } from '../run/plan-data.ts';
import { prepare } from '../run/prepare.ts';
import { savePlan } from '../run/saved-plan.ts';
import { chooseSink } from '../run/sink.ts';
import { createSimulation } from '../simulate/simulation.ts';

export default class Plan extends SeedctlCommand {
  static override summary = 'Show what a run would do, for review.';

  static override description = `The period, the streams with their series and exact numbers of records, what set-up would make in the target, and the uptime and success rates that are to be expected.

Nothing is written, and no target is opened unless --to is given: then the plan also says what is there already. What --out saves is done exactly so by \`run\`, which refuses (exit 4) where the scenario or the target has changed since.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --days 90 --to parquet:out/pmi',
    '<%= config.bin %> <%= command.id %> pmi-default --out pmi.plan.json && <%= config.bin %> run pmi.plan.json',
  ];

  static override args = { file: scenarioFile };

  static override flags = {
    to: alsoIn,
    ...timeFlags,
    ...streamFlags,
    out: Flags.string({ description: 'Save the plan here; `run` takes it in place of a scenario.', helpValue: 'FILE' }),
  };

  async run(): Promise<PlanData> {
    const { args, flags } = await this.parse(Plan);
    const prepared = prepare(args.file, flags, Date.now());
    const { plan } = prepared;
    this.showWarnings(prepared);
    const log = await this.openLog(flags, null);
    const simulation = createSimulation(plan);
    const sink = flags.to === undefined ? null : chooseSink(plan.scenario, flags.to, readEnvironment());
    const looked = sink === null ? null : await lookAt(sink, plan, simulation, log);
    const data = planAsData(plan, prepared.views);

    if (flags.out !== undefined) savePlan(flags.out, prepared, sink?.to ?? null, looked?.ledger ?? null);
    if (!this.jsonEnabled()) {
      const report = { plan, setup: data.setup, statistics: simulation.statistics(), held: looked };
      this.print(renderPlan(report, this.out));
    }
    if (flags.out !== undefined) this.tell(`The plan is in ${flags.out}; ${runCommand(flags.out)} does exactly this`);
    return looked === null ? data : withHeld(data, looked);
  }
}
