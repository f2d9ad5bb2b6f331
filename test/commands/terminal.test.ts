import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { barn, now, yard } from './barn.ts';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

describe('seedctl at a terminal', () => {
  const place = yard();
  before(function () {
    // script(1) of util-linux gives a process a terminal of its own.
    if (!/util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout)) this.skip();
  });

  /** Types `keys` once `prompt` is on the screen; everything that was on the screen, and the exit code. */
  const atTerminal = (
    args: readonly string[],
    { prompt = '', keys = '', env = {} }: { prompt?: string; keys?: string; env?: { [name: string]: string } } = {},
  ): Promise<{ code: number | null; screen: string }> =>
    new Promise((resolve, reject) => {
      const command = [process.execPath, launcher, ...args].join(' ');
      const child = spawn('script', ['-qefc', `stty cols 80 rows 24; ${command}`, '/dev/null'], {
        cwd: place.cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: place.cwd, LANG: 'C.UTF-8', TERM: 'xterm', ...env },
      });
      let screen = '';
      let typed = false;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        screen += text;
        if (typed || prompt === '' || !screen.includes(prompt)) return;
        typed = true;
        child.stdin.write(keys);
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, screen }));
    });

  const run = ['run', 'barn.yaml', ...now, '--no-log-file'];
  const clean = [...run, '--clean', '--quiet'];

  it('shows help, and colours unless told not to', async () => {
    expect((await atTerminal(['--help'])).screen).to.include('COMMANDS');
    const failed = ['run', 'nothing.yaml'];
    expect((await atTerminal(failed)).screen).to.include('\u001b[31mError:');
    expect((await atTerminal(failed, { env: { NO_COLOR: '1' } })).screen).to.not.include('\u001b[');
    expect((await place.call(failed)).stderr).to.not.include('\u001b[');
    expect((await place.call(failed, { env: { FORCE_COLOR: '1' } })).stderr).to.include('\u001b[31mError:');
  });

  it('asks before it cleans: yes removes, no and the end of input do not', async () => {
    await place.call([...run, '--quiet']);
    const no = await atTerminal(clean, { prompt: '[y/N]', keys: 'n\r' });
    expect(no.screen)
      .to.match(/Remove 1,?\d+ records of barn from ndjson:out\/lake\?/)
      .and.include('the answer was no');
    expect(no.code).to.equal(4);
    expect((await atTerminal(clean, { prompt: '[y/N]', keys: '\u0004' })).code).to.equal(4);
    const kept = await place.call([...run, '--json']);
    expect(JSON.parse(kept.stdout)).to.have.property('written', 0);
    expect((await atTerminal([...clean, '--only', 'polls'], { prompt: '[y/N]', keys: 'y\r' })).code).to.equal(0);
  });

  it('leaves nothing behind where verify is interrupted by Ctrl-C, and shows the cursor again', async () => {
    place.write('barn.yaml', barn.replace('step: 10m', 'step: 1s'));
    // Long enough that it is not over before the key is typed.
    const days = ['--days', '8'];
    expect((await place.call([...run, ...days, '--quiet'])).code).to.equal(0);
    const verify = ['verify', 'barn.yaml', ...now, ...days];
    const { code, screen } = await atTerminal(verify, { prompt: '░', keys: '\u0003' });
    expect(code).to.equal(130);
    expect(screen.lastIndexOf('\u001b[?25h')).to.be.greaterThan(screen.lastIndexOf('\u001b[?25l'));
    expect(screen.lastIndexOf('\u001b[2K')).to.be.greaterThan(screen.lastIndexOf('░'));
  });

  it('is interrupted by Ctrl-C at the question, and nothing is changed', async () => {
    await place.call([...run, '--quiet']);
    const { code, screen } = await atTerminal(clean, { prompt: '[y/N]', keys: '\u0003' });
    expect(code).to.equal(130);
    expect(screen).to.include('nothing was written');
    expect(JSON.parse((await place.call([...run, '--json'])).stdout)).to.have.property('written', 0);
  });

  it('says above the bar what is said while it is drawn', async function () {
    this.timeout(120_000);
    const long = ['run', 'pmi-default', ...now, '--no-log-file', '--days', '100', '--to', 'csv:out/long'];
    const { code, screen } = await atTerminal(long, { prompt: ' %, ', keys: '\u0003' });
    expect(code).to.equal(130);
    // The line of the bar is emptied before, and what comes next is not drawn over it.
    const shown = screen.replaceAll('\u001b', '<esc>');
    expect(shown).to.match(
      /<esc>\[[02]?K(?:<esc>(?:\[[?\d;]*[a-zA-Z]|[78]))*SIGINT: finishing what is under way; once more/,
    );
    const after = shown.slice(shown.indexOf('SIGINT: finishing'));
    expect(after).to.match(/^[^\r\n]*\r\n(?:<esc>\[[?\d;]*[a-zA-Z])*<esc>(?:7|\[s)/);
  });

  it('init asks for the template and for the name, and writes nothing without an answer', async () => {
    const down = '\u001b[B';
    const { code, screen } = await atTerminal(['init', 'shop'], { prompt: 'start from?', keys: `${down.repeat(4)}\r` });
    expect(code).to.equal(0);
    expect(screen).to.include('minimal').and.include('web-shop');
    // A summary goes on below itself.
    expect(stripVTControlCharacters(screen)).to.match(/infrastructure {2}Hosts, .*\r?\n {18}\S/);
    expect(readFileSync(join(place.cwd, 'shop.yaml'), 'utf8'))
      .to.include('name: shop')
      .and.include('id: order');
    const named = await atTerminal(['init', '--from', 'iot'], { prompt: '(iot)', keys: 'lab\r' });
    expect(named.code).to.equal(0);
    expect(readFileSync(join(place.cwd, 'lab.yaml'), 'utf8'))
      .to.include('name: lab')
      .and.include('sensor');
    const refused = await atTerminal(['init', '--from', 'iot'], { prompt: '(iot)', keys: 'shop\r\u0003' });
    expect(refused.screen).to.include('shop.yaml is there already');
    const ended = await atTerminal(['init', 'none'], { prompt: 'start from?', keys: '\u0004' });
    expect(ended.code).to.equal(4);
    expect(ended.screen).to.include('nothing was written');
    expect((await atTerminal(['init', 'none'], { prompt: 'start from?', keys: '\u0003' })).code).to.equal(130);
    expect(existsSync(join(place.cwd, 'none.yaml'))).to.equal(false);
  });

  it('draws a bar that leaves nothing behind but the summary', async () => {
    const { code, screen } = await atTerminal([...run, '--days', '200']);
    expect(code).to.equal(0);
    expect(screen).to.include('%').and.include('█').and.include(' left');
    expect(screen).to.include('→ ndjson:out/lake');
  });
});
