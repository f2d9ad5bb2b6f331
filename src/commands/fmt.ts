import { Args, Flags } from '@oclif/core';
import { renderText } from '../language/diagnostics/text.ts';
import { Exit } from '../model/errors.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { formatFile, writeFormatted } from '../run/format.ts';
import { usage } from '../run/options.ts';

export default class Fmt extends SeedctlCommand {
  static override summary = 'Put scenarios in the house style; comments and meaning stay.';

  static override description =
    'Files are rewritten where they lie, and those that changed are named. With - the text goes from stdin to stdout. ' +
    'With --check nothing is written: exit 3 if a file is not in the house style. What is no YAML is left alone (exit 3).';

  static override examples = [
    '<%= config.bin %> <%= command.id %> scenarios/*.yaml',
    '<%= config.bin %> <%= command.id %> --check scenarios/*.yaml',
    '<%= config.bin %> <%= command.id %> - < mine.yaml',
  ];

  static override strict = false;

  static override args = {
    file: Args.string({ description: 'Paths of scenarios and of what they include, or - for stdin.', required: true }),
  };

  static override flags = {
    check: Flags.boolean({ description: 'Write nothing; exit with 3 if a file would change.' }),
  };

  static override usage = '<%= command.id %> FILE... [--check]';

  async run(): Promise<readonly { readonly file: string; readonly changed: boolean }[]> {
    const { argv, flags } = await this.parse(Fmt);
    const files = argv as string[];
    if (files.includes('-') && files.length > 1) throw usage('- stands alone: stdin is one text');
    const results = [];
    for (const file of files) {
      const formatted = await formatFile(file);
      const { changed, text, problems, texts } = formatted;
      if (text === null || (flags.check && changed)) process.exitCode = Exit.invalid;
      if (text === null && !this.jsonEnabled())
        process.stderr.write(renderText(problems, texts, { colour: this.err.colour }));
      if (text !== null && file === '-' && !flags.check) this.print(text);
      else if (changed) {
        if (!flags.check) writeFormatted(formatted);
        this.print(file);
      }
      results.push({ file, changed });
    }
    return results;
  }
}
