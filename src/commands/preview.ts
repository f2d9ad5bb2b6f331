import { Flags } from '@oclif/core';
import { renderPreview, renderWritten } from '../report/preview/terminal.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { scenarioFile, timeFlags } from '../cli/flags.ts';
import { preview } from '../run/preview/preview.ts';
import { asData, type PreviewData } from '../run/preview/summary.ts';

/** What a person looks through: in a terminal without scrolling for long, on a page with its lists. */
const ROOM = {
  overview: { assets: 24, series: 16 },
  asked: { assets: 8, series: 8 },
  page: { assets: 400, series: 120 },
};

const helpGroup = 'WHAT TO SHOW';

export default class Preview extends SeedctlCommand {
  static override summary = 'Show the data before it exists: charts in the terminal, or a page.';

  static override description = `Without --asset and --metric an overview: availability, one line for each kind of series, jobs and events. With them each series as a chart, with its incidents beneath; one series alone also with the shape of its day and week, its distribution and its numbers.

Nothing is written but the page that --html names, and no target is opened. Only what is shown is computed.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> pmi-default',
    '<%= config.bin %> <%= command.id %> pmi-default --asset vm-101 --metric cpu_usage --days 7',
    "<%= config.bin %> <%= command.id %> pmi-default --asset 'vm-*' --metric cpu_usage",
    '<%= config.bin %> <%= command.id %> pmi-default --html preview.html',
  ];

  static override args = { file: scenarioFile };

  static override flags = {
    asset: Flags.string({
      description: 'Show this asset; repeatable, and * stands for any text.',
      helpGroup,
      helpValue: 'ID',
      multiple: true,
      multipleNonGreedy: true,
    }),
    metric: Flags.string({
      description: 'Show this metric; repeatable.',
      helpGroup,
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
    }),
    html: Flags.string({
      description: 'Write one page that holds everything and needs no network, instead.',
      helpGroup,
      helpValue: 'FILE',
    }),
    ...timeFlags,
  };

  async run(): Promise<PreviewData> {
    const { args, flags } = await this.parse(Preview);
    const asked = flags.asset !== undefined || flags.metric !== undefined;
    const room = flags.html !== undefined ? ROOM.page : asked ? ROOM.asked : ROOM.overview;
    const made = preview(args.file, flags, Date.now(), room);
    this.showWarnings(made);
    if (flags.html !== undefined) {
      // Only who wants a page needs what it is made with.
      const { writePage } = await import('../run/preview/page.ts');
      const size = writePage(flags.html, made, `${this.config.bin} ${this.config.version}`);
      this.print(renderWritten(flags.html, size, this.out));
    } else if (!this.jsonEnabled()) this.print(renderPreview(made.preview, asked, this.out));
    return asData(made.preview);
  }
}
