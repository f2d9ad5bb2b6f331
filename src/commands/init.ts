import { Args, Flags } from '@oclif/core';
import { renderStarted, renderTemplates } from '../report/init.ts';
import { ask, choose } from '../cli/ask.ts';
import { SeedctlCommand } from '../cli/command.ts';
import { listTemplates, problemOfName, start, type Started, type Template, templateText } from '../run/init.ts';
import { usage } from '../run/options.ts';

/** What a script gets that names none. */
const SMALLEST = 'minimal';

export default class Init extends SeedctlCommand {
  static override summary = 'Write a commented scenario to start from.';

  static override description = `Writes NAME.yaml and, beside it, seedctl.schema.json, which the first line of the scenario names: with it editors that speak to the YAML language server (VS Code, Neovim and others) complete keys, explain them and mark mistakes.

At a terminal it asks for what is not said; elsewhere NAME is needed, and the template is minimal. A file that is there is never written over without --force.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> my-shop --from web-shop',
    '<%= config.bin %> <%= command.id %> scenarios/plant.yaml --from iot',
    '<%= config.bin %> <%= command.id %> --list',
  ];

  static override args = {
    name: Args.string({ description: 'Name of the scenario, or the path of its file, which ends in .yaml.' }),
  };

  static override flags = {
    from: Flags.string({ description: 'The template to start from; --list shows them.', helpValue: 'TEMPLATE' }),
    list: Flags.boolean({ description: 'List the templates, with a line each.', exclusive: ['from', 'force'] }),
    force: Flags.boolean({ description: 'Write over a file that is there.' }),
  };

  async run(): Promise<Started | readonly Template[]> {
    const { args, flags } = await this.parse(Init);
    if (flags.list) {
      const all = listTemplates();
      this.print(renderTemplates(all, this.out));
      return all;
    }
    // Questions go to stderr, where a person must see them.
    const asks = process.stdin.isTTY && process.stderr.isTTY && !this.jsonEnabled();
    const template = flags.from ?? (asks ? await choose('Which template to start from?', listTemplates()) : SMALLEST);
    // A template that is not there is said before a name is asked for.
    templateText(template);
    const problem = (name: string): string | null => problemOfName(name, flags.force);
    const name =
      args.name ?? (asks ? await ask('Name of the scenario, or path of its file:', template, problem) : undefined);
    if (name === undefined) throw usage('init needs a name', `seedctl init ${template}`);
    const started = start(name, template, flags.force);
    this.print(renderStarted(started, this.out));
    return started;
  }
}
