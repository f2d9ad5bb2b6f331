import { Args, Flags } from '@oclif/core';
import { formats, render } from '../language/diagnostics/render.ts';
import { toJson } from '../language/diagnostics/json.ts';
import { Exit } from '../model/errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { plural } from '../report/numbers.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { timeFlags } from '../cli/flags.ts';
import { parseParameters } from '../run/options.ts';
import { disk, findScenario, loadFrom } from '../run/scenario.ts';

/** More files than this are counted, not named. */
const NAMED = 4;

export default class Validate extends SeedctlCommand {
  static override summary = 'Check scenarios, and show every problem at once with its line.';

  static override description = 'Exits with 3 if there is an error; warnings alone are no failure.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> scenarios/pmi-default.yaml',
    '<%= config.bin %> <%= command.id %> scenarios/*.yaml --format github',
    '<%= config.bin %> <%= command.id %> my.yaml --param days=90 --json',
  ];

  static override strict = false;

  static override args = {
    file: Args.string({
      description: 'Paths of scenarios, or names of some that ship.',
      required: true,
    }),
  };

  static override flags = {
    format: Flags.option({
      options: formats,
      default: 'text',
      description: 'For people, for programs (as --json), for annotations on GitHub, for code scanning.',
    })(),
    param: timeFlags.param,
  };

  static override usage = '<%= command.id %> FILE... [--format text|json|github|sarif] [--param KEY=VALUE...]';

  async run(): Promise<readonly Diagnostic[]> {
    const { argv, flags } = await this.parse(Validate);
    const parameters = parseParameters(flags.param ?? []);
    const paths = (argv as string[]).map(findScenario);
    const access = { ...disk, known: new Map() };
    const diagnostics: Diagnostic[] = [];
    const texts = new Map<string, string>();
    // Of each only what is shown is kept: hundreds of files fit in little memory.
    for (const path of paths) {
      const found = loadFrom(path, parameters, access);
      diagnostics.push(...found.diagnostics);
      for (const { file } of found.diagnostics) texts.set(file, found.texts.get(file) ?? '');
    }
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    if (errors > 0) process.exitCode = Exit.invalid;

    const colour = this.out.colour;
    this.print(render(diagnostics, flags.format, { texts, colour, version: this.config.version }));
    if (flags.format === 'text') {
      const warnings = diagnostics.length - errors;
      const found = [
        ...(errors > 0 ? [plural(errors, 'error')] : []),
        ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
      ];
      const verdict = found.length === 0 ? this.out.good('valid') : found.join(', ');
      const named = paths.length <= NAMED ? paths.join(', ') : plural(paths.length, 'file');
      this.print(`${diagnostics.length === 0 ? '' : '\n'}${named}: ${verdict}`);
    }
    return toJson(diagnostics);
  }
}
