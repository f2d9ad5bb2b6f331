import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { yard } from './barn.ts';

describe('completion in shells', function () {
  this.timeout(120_000);
  const place = yard();

  const script = () => join(place.cwd, 'cache/seedctl/autocomplete/functions/bash/seedctl.bash');

  /** What bash offers for the last of these words, with the functions that `autocomplete` wrote. */
  const offered = (...words: readonly string[]): readonly string[] => {
    const asked = `source ${script()}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _seedctl_autocomplete; echo "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', asked], { encoding: 'utf8' }).stdout.trim().split(' ');
  };
  const env = {
    get XDG_CACHE_HOME() {
      return join(place.cwd, 'cache');
    },
  };

  it('offers commands and flags in bash', async () => {
    const { code, stdout } = await place.call(['autocomplete', 'bash'], { env: { ...env } });
    expect(code).to.equal(0);
    expect(stdout).to.include('seedctl autocomplete script bash');
    expect(offered('seedctl', '')).to.include.members(['run', 'plan', 'preview', 'validate']);
    expect(offered('seedctl', 'prev')).to.deep.equal(['preview']);
    expect(offered('seedctl', 'preview', '--as')).to.deep.equal(['--asset']);
    expect(offered('seedctl', 'preview', 'barn.yaml', '--as')).to.deep.equal(['--asset']);
    // Of anything else bash has names of files.
    expect(offered('seedctl', 'preview', 'bar')).to.deep.equal(['']);
    expect(readFileSync(script(), 'utf8')).to.match(/^complete -o default -F/m);
  });

  it('is written for zsh and PowerShell too', async () => {
    await place.call(['autocomplete', '--refresh-cache', 'zsh'], { env: { ...env } });
    const folder = join(place.cwd, 'cache/seedctl/autocomplete/functions');
    expect(readFileSync(join(folder, 'zsh/_seedctl'), 'utf8'))
      .to.match(/^#compdef seedctl/)
      .and.include('--asset');
    expect(readFileSync(join(folder, 'powershell/seedctl.ps1'), 'utf8')).to.include('preview');
  });

  it('is set up by one line', async () => {
    const { stdout } = await place.call(['autocomplete', 'script', 'bash'], { env: { ...env } });
    expect(stdout).to.include('SEEDCTL_AC_BASH_SETUP_PATH=').and.include('source');
  });
});
