import { Args, Flags } from '@oclif/core';
import { renderStarted, renderTemplates } from '../report/init.ts';
import { ask } from '../run/ask.ts';
import { SeedctlCommand } from '../run/command.ts';
import { listTemplates, start, type Started, type Template, templateText } from '../run/init.ts';
import { usage } from '../run/options.ts';

export default class Init extends SeedctlCommand {
  static override summary = 'Write a commented scenario to start from.';

  static override description =
    'The file and its JSON Schema, with which editors complete and explain it. At a terminal it asks what is not said.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> my-shop --from web-shop',
    '<%= config.bin %> <%= command.id %> --list',
  ];

  static override args = {
    name: Args.string({ description: 'Name of the scenario, or path of its file.' }),
  };

  static override flags = {
    from: Flags.string({ description: 'The template: see --list. By default minimal.', helpValue: 'TEMPLATE' }),
    list: Flags.boolean({ description: 'List the templates.', exclusive: ['from', 'force'] }),
    force: Flags.boolean({ description: 'Write over a file that is there.' }),
  };

  async run(): Promise<Started | readonly Template[]> {
    const { args, flags } = await this.parse(Init);
    if (flags.list) {
      const all = listTemplates();
      this.print(renderTemplates(all, this.out));
      return all;
    }
    const asks = process.stdin.isTTY && !this.jsonEnabled();
    const template = flags.from ?? (asks ? await this.askTemplate() : 'minimal');
    // A template that is not there is said before a name is asked for.
    templateText(template);
    const name = args.name ?? (asks ? (await ask(`Name of the scenario [${template}]: `)) || template : undefined);
    if (name === undefined) throw usage('init needs a name', `seedctl init ${template}`);
    const started = start(name, template, flags.force);
    this.print(renderStarted(started, this.out));
    return started;
  }

  /** By number or by name. */
  private async askTemplate(): Promise<string> {
    const all = listTemplates();
    process.stderr.write(`${renderTemplates(all, this.err, true)}\n`);
    const answer = await ask('Start from which? [1]: ');
    return answer === '' ? all[0]!.name : (all[Number(answer) - 1]?.name ?? answer);
  }
}
