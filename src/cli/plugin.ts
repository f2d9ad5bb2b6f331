/** oclif's view of this package, read from its commands and not from a manifest. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Plugin, type Interfaces } from '@oclif/core';

/** `commands`: the folder of the command classes, relative to the package's root. */
export async function loadRootPlugin(root: string, commands: string): Promise<Plugin> {
  const pjson = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON;
  pjson.oclif.commands = commands;
  const plugin = new Plugin({
    root,
    pjson,
    isRoot: true,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  return plugin;
}
