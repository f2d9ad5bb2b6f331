import { Args, Flags } from '@oclif/core';
import { Exit } from '../model/errors.ts';
import { renderDiffPage } from '../report/diff/html.ts';
import { diffAsData } from '../report/diff/json.ts';
import { renderMarkdown } from '../report/diff/markdown.ts';
import { renderDiff } from '../report/diff/text.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { compare } from '../run/diff.ts';
import { timeFlags } from '../cli/flags.ts';

export default class Diff extends SeedctlCommand {
  static override summary = 'Show what a change to a scenario does to its data.';

  static override description =
    'Both are planned at the same moment. Series whose digests agree are the same; only what differs is simulated. ' +
    'A file may be git:REVISION:PATH, its includes are then those of that revision.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> old.yaml new.yaml',
    '<%= config.bin %> <%= command.id %> git:main:mine.yaml mine.yaml --format markdown',
    '<%= config.bin %> <%= command.id %> old.yaml new.yaml --format html > diff.html',
    '<%= config.bin %> <%= command.id %> git:HEAD:mine.yaml mine.yaml --days 30 --exit-code',
  ];

  static override args = {
    old: Args.string({
      description: 'A path, the name of a scenario that ships, or git:REVISION:PATH.',
      required: true,
    }),
    new: Args.string({ description: 'The changed one, given in the same way.', required: true }),
  };

  static override flags = {
    format: Flags.option({
      options: ['text', 'markdown', 'html', 'json'] as const,
      default: 'text',
      description: 'For a terminal, for a comment on a pull request, a page with charts, for programs (as --json).',
    })(),
    'exit-code': Flags.boolean({ description: 'Exit with 9 if the data differs, with 0 if it is the same.' }),
    ...timeFlags,
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(Diff);
    const { diff, ...warned } = compare(args.old, args.new, flags, Date.now());
    if (flags.format === 'text') this.showWarnings(warned);
    const data = diffAsData(diff);
    switch (flags.format) {
      case 'text':
        this.print(renderDiff(diff, this.out));
        break;
      case 'markdown':
        this.print(renderMarkdown(diff));
        break;
      case 'html':
        this.print(renderDiffPage(diff, `${this.config.bin} ${this.config.version}`));
        break;
      case 'json':
        this.print(JSON.stringify(data, null, 2));
        break;
    }
    if (flags['exit-code'] && diff.different) process.exitCode = Exit.different;
    return data;
  }
}
