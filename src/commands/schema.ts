import { readFile } from 'node:fs/promises';
import { SeedctlCommand } from '../cli/command.ts';
import { schemaPath } from '../run/package.ts';

export default class Schema extends SeedctlCommand {
  static override summary = 'Print the JSON Schema of the scenario language.';

  static override description =
    'For editors and linters. The first line of a scenario may name the file: # yaml-language-server: $schema=…';

  static override examples = ['<%= config.bin %> <%= command.id %> > scenario.schema.json'];

  async run(): Promise<unknown> {
    await this.parse(Schema);
    const text = await readFile(schemaPath, 'utf8');
    this.print(text);
    return JSON.parse(text);
  }
}
