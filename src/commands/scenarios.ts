import { renderScenarios, type ScenarioLine } from '../report/scenarios.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { shippedScenarios } from '../run/package.ts';
import { loadFrom } from '../run/scenario.ts';

export default class Scenarios extends SeedctlCommand {
  static override summary = 'List the scenarios that ship, with a line each.';

  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> run pmi-default'];

  async run(): Promise<readonly ScenarioLine[]> {
    await this.parse(Scenarios);
    const lines = shippedScenarios().map(({ name, path }) => ({
      name,
      summary: loadFrom(path, {}).scenario?.summary ?? '',
      path,
    }));
    this.print(renderScenarios(lines, this.out));
    return lines;
  }
}
