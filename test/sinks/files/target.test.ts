import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Target } from '../../../src/sinks/sink.ts';
import { failureOf } from '../../support/failure.ts';
import {
  column,
  dayGroup,
  fill,
  openTarget,
  plannedStream,
  rowsOf,
  tableFiles,
  useFolder,
  workOf,
  writeStray,
  type OpenOptions,
} from './fixture.ts';

const stream = plannedStream(3);
const days = [0, 1, 2].map((n) => dayGroup(stream, n));

/** Opens, works, closes. */
async function using<T>(path: string, work: (target: Target) => Promise<T>, options: OpenOptions = {}): Promise<T> {
  const target = await openTarget(path, options);
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

/** Every byte below the folder but those of locks. */
function snapshot(path: string): ReadonlyMap<string, string> {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => !file.endsWith('.lock'));
  return new Map(
    files
      .filter((file) => statSync(join(path, file)).isFile())
      .map((file) => [file, readFileSync(join(path, file), 'latin1')]),
  );
}

for (const format of ['ndjson', 'json', 'csv', 'parquet'] as const) {
  const of = { format };
  const files = (path: string) => tableFiles(path, format);
  const rows = (path: string) => rowsOf(path, format);
  /** Opening DuckDB takes its time. */
  const stride = format === 'parquet' ? 7 : 1;
  const book = (path: string) => join(path, '.seedctl/test.json');

  describe(`a folder of ${format} parts`, () => {
    const folder = useFolder();

    it('holds what was written, remembers it, and nothing else lies under the glob of a table', async () => {
      const path = join(folder(), 'deep/out');
      await using(
        path,
        async (target) => {
          expect(await fill(target, days)).to.equal(3);
          const { bytes } = await target.finish();
          expect(bytes).to.equal(files(path).reduce((sum, file) => sum + statSync(join(path, file)).size, 0));
        },
        of,
      );
      expect(await rows(path)).to.have.length(3 * 3 * 48);
      expect(readdirSync(path).sort()).to.deep.equal(['.seedctl', 'metrics']);
      expect(readdirSync(join(path, 'metrics'))).to.have.length(3);
      const ledger = await using(path, (target) => target.ledger(), of);
      expect(ledger.map(({ range }) => range)).to.deep.equal(days.map(({ range }) => range));
      expect(ledger[0]).to.deep.include({ scenario: 'test', stream: 'metrics', table: 'metrics', seed: 1, engine: 1 });
      expect(ledger[0]).to.deep.include({ records: 144, fingerprint: '0000000000000090' });
      expect(ledger[0]?.series).to.deep.equal(stream.series.map(({ id, digest }) => ({ id, digest })));
    });

    it('is not written a second time; a longer period adds parts', async () => {
      await using(folder(), (target) => fill(target, days.slice(0, 2)), of);
      const before = snapshot(folder());
      expect(await using(folder(), (target) => fill(target, days.slice(0, 2)), of)).to.equal(0);
      expect(snapshot(folder())).to.deep.equal(before);
      expect(await using(folder(), (target) => fill(target, days), of)).to.equal(1);
      expect(await rows(folder())).to.have.length(3 * 3 * 48);
    });

    it('is only read when it is opened for reading', async () => {
      const path = join(folder(), 'none');
      const reading = { ...of, context: { readOnly: true } };
      expect(await using(path, (target) => target.ledger(), reading)).to.deep.equal([]);
      expect(existsSync(path)).to.equal(false);
      await using(folder(), (target) => fill(target, days), of);
      rmSync(book(folder()));
      const before = snapshot(folder());
      expect(await using(folder(), (target) => target.ledger([stream]), reading)).to.have.length(3);
      expect(snapshot(folder())).to.deep.equal(before);
    });

    it('does not vouch for a part that vanished, and writes it again', async () => {
      await using(folder(), (target) => fill(target, days), of);
      const before = snapshot(folder());
      rmSync(join(folder(), files(folder())[1]!));
      expect(await using(folder(), (target) => target.ledger(), of)).to.have.length(2);
      expect(await using(folder(), (target) => fill(target, days), of)).to.equal(1);
      expect(await rows(folder())).to.have.length(3 * 3 * 48);
      expect([...snapshot(folder()).keys()]).to.deep.equal([...before.keys()]);
    });

    it('refuses a part that is not as long as it was written, and says which', async () => {
      await using(folder(), (target) => fill(target, days), of);
      const part = files(folder())[0]!;
      writeFileSync(join(folder(), part), readFileSync(join(folder(), part)).subarray(0, 100));
      const before = snapshot(folder());
      const works: ((target: Target) => Promise<unknown>)[] = [(t) => fill(t, days), (t) => t.clean(null, [stream])];
      for (const work of works) {
        const error = await failureOf(using(folder(), work, of));
        expect(error).to.include({ exit: 4, code: 'part-changed', place: join(folder(), part) });
      }
      expect(snapshot(folder())).to.deep.equal(before);
    });

    it('removes what a killed run left behind, of its own scenario only', async () => {
      await using(folder(), (target) => fill(target, days), of);
      const [own] = readdirSync(join(folder(), '.seedctl')).filter((file) => file.endsWith('.lock'));
      expect(own).to.equal('test.1.lock');
      let draft = '';
      const target = await openTarget(folder(), of);
      await target.write({
        ...workOf(dayGroup(stream, 5)),
        *batches() {
          draft = readdirSync(join(folder(), 'metrics')).find((file) => file.endsWith('.tmp'))!;
          yield* workOf(dayGroup(stream, 5)).batches();
        },
        result: () => ({ records: 144, fingerprint: '0'.repeat(16) }),
      });
      await target.close();
      expect(draft).to.match(/^\.seedctl-/);
      for (const name of [draft, '.seedctl-other-1.tmp']) writeFileSync(join(folder(), 'metrics', name), 'half');
      await using(folder(), (next) => next.ledger(), of);
      expect(readdirSync(join(folder(), 'metrics')).filter((name) => name.startsWith('.'))).to.deep.equal([
        '.seedctl-other-1.tmp',
      ]);
    });

    it('leaves nothing under a final name when the records fail half way', async () => {
      const target = await openTarget(folder(), of);
      await target.setUp([stream.table], []);
      const broken = {
        ...workOf(days[0]!),
        *batches() {
          yield* workOf(days[1]!).batches();
          throw new Error('half way');
        },
      };
      await target.write(broken).then(
        () => expect.fail('written'),
        (error: unknown) => expect((error as Error).message).to.equal('half way'),
      );
      expect(readdirSync(join(folder(), 'metrics'))).to.deep.equal([]);
      expect(await target.ledger()).to.deep.equal([]);
      await target.write(workOf(days[0]!));
      await target.close();
      expect(await rows(folder())).to.have.length(144);
    });

    it('gives up what is being written when the run is aborted', async () => {
      const abort = new AbortController();
      const target = await openTarget(folder(), { ...of, context: { signal: abort.signal } });
      await target.setUp([stream.table], []);
      const work = workOf(days[0]!);
      const aborted = target.write({
        ...work,
        *batches() {
          for (const batch of work.batches()) {
            yield batch;
            abort.abort(new Error('stop'));
          }
        },
      });
      await aborted.then(
        () => expect.fail('written'),
        (error: unknown) => expect((error as Error).message).to.equal('stop'),
      );
      await target.close();
      expect(readdirSync(join(folder(), 'metrics'))).to.deep.equal([]);
    });

    it('loses nothing from its ledger by a writer that did not ask for it', async () => {
      await using(folder(), (target) => fill(target, days.slice(0, 2)), of);
      await using(
        folder(),
        async (target) => {
          await target.write(workOf(days[2]!));
        },
        of,
      );
      expect(await using(folder(), (target) => target.ledger(), of)).to.have.length(3);
    });

    it('takes several groups at once', async () => {
      const target = await openTarget(folder(), of);
      await target.setUp([stream.table], []);
      await Promise.all(days.map((group) => target.write(workOf(group))));
      await target.close();
      expect(await using(folder(), (next) => next.ledger(), of)).to.have.length(3);
      expect(await rows(folder())).to.have.length(3 * 3 * 48);
    });

    describe('whose ledger is lost', () => {
      const same = async (work: () => void): Promise<void> => {
        await using(folder(), (target) => fill(target, days), of);
        const ledger = await using(folder(), (target) => target.ledger(), of);
        const before = snapshot(folder());
        work();
        expect(await using(folder(), (target) => target.ledger([stream]), of)).to.deep.equal(ledger);
        expect(await using(folder(), (target) => fill(target, days), of)).to.equal(0);
        const after = snapshot(folder());
        for (const [file, bytes] of before) if (!file.endsWith('.json')) expect(after.get(file)).to.equal(bytes);
        expect(await using(folder(), (target) => target.ledger(), of)).to.deep.equal(ledger);
      };

      it('knows its parts again when the ledger is gone', () =>
        same(() => rmSync(join(folder(), '.seedctl'), { recursive: true })));

      it('knows its parts again when the ledger is cut, anywhere', async () => {
        await same(() => undefined);
        const whole = readFileSync(book(folder()));
        for (let length = 0; length < whole.length; length += 37 * stride) {
          await same(() => writeFileSync(book(folder()), whole.subarray(0, length)));
        }
      });

      it('knows its parts again when a bit of the ledger is flipped, anywhere', async () => {
        await same(() => undefined);
        const whole = readFileSync(book(folder()));
        for (let at = 0; at < whole.length; at += 29 * stride) {
          const flipped = Buffer.from(whole);
          flipped[at]! ^= 1 << (at % 8);
          await same(() => writeFileSync(book(folder()), flipped));
        }
      });

      it('knows parts that hold some of the stream by their rows', async () => {
        const wide = plannedStream(6);
        const pieces = [wide.series.slice(0, 2), wide.series.slice(2, 5), wide.series.slice(5)];
        const groups = pieces.map((series) => dayGroup(wide, 0, series));
        const target = await openTarget(folder(), of);
        await target.setUp([wide.table], []);
        for (const group of groups) await target.write(workOf(group));
        const ledger = await target.ledger();
        await target.close();
        rmSync(book(folder()));
        expect(await using(folder(), (next) => next.ledger([wide]), of)).to.deep.equal(ledger);
        expect(ledger).to.have.length(3);
      });

      it('knows parts in which one of the series has no record', async () => {
        const wide = plannedStream(5);
        const series = wide.series.slice(1, 4);
        const silent = workOf(dayGroup(wide, 0, [series[0]!, series[2]!]));
        const target = await openTarget(folder(), of);
        await target.setUp([wide.table], []);
        await target.write({ ...silent, group: dayGroup(wide, 0, series) });
        await target.close();
        rmSync(book(folder()));
        const [entry] = await using(folder(), (next) => next.ledger([wide]), of);
        expect(entry?.series.map(({ id }) => id)).to.deep.equal(['a1/cpu', 'a2/cpu', 'a3/cpu']);
      });

      // Parquet has room for a note of the series, so that it is the run that compares and refuses.
      if (format === 'parquet') {
        it('knows even the parts of another definition', async () => {
          await using(folder(), (target) => fill(target, days), of);
          const ledger = await using(folder(), (target) => target.ledger(), of);
          rmSync(book(folder()));
          expect(await using(folder(), (target) => target.ledger([plannedStream(3, 2)]), of)).to.deep.equal(ledger);
        });
      } else {
        it('refuses parts that the scenario as it is now did not write, and changes nothing', async () => {
          await using(folder(), (target) => fill(target, days), of);
          const changed = plannedStream(3, 2);
          for (const damage of [() => rmSync(book(folder())), () => writeFileSync(book(folder()), '{')]) {
            damage();
            const before = snapshot(folder());
            const error = await failureOf(using(folder(), (target) => target.ledger([changed]), of));
            expect(error).to.include({ exit: 4, code: 'parts-unknown' });
            expect(error.next).to.match(/restore/);
            expect(await failureOf(using(folder(), (target) => target.ledger(), of))).to.include({ exit: 4 });
            expect(snapshot(folder())).to.deep.equal(before);
          }
        });
      }

      it('never vouches for a part that was cut, whatever its name says', async () => {
        await using(folder(), (target) => fill(target, days), of);
        rmSync(book(folder()));
        const part = join(folder(), files(folder())[0]!);
        const whole = readFileSync(part);
        const cut = format === 'parquet' ? whole.length >> 1 : whole.lastIndexOf('\n', whole.length - 2) + 1;
        const more = part.replace('.144-', '.145-');
        const damages = [
          () => writeFileSync(part, whole.subarray(0, cut)),
          () => {
            writeFileSync(more, whole);
            rmSync(part);
          },
        ];
        for (const damage of damages) {
          damage();
          const error = await failureOf(using(folder(), (target) => target.ledger([stream]), of));
          expect(error).to.include({ exit: 4, code: 'parts-unknown' });
        }
      });

      it('takes back what an older copy of the ledger does not list', async () => {
        await using(folder(), (target) => fill(target, days.slice(0, 1)), of);
        const old = readFileSync(book(folder()));
        await using(folder(), (target) => fill(target, days), of);
        writeFileSync(book(folder()), old);
        expect(await using(folder(), (target) => fill(target, days), of)).to.equal(0);
        expect(await using(folder(), (target) => target.ledger(), of)).to.have.length(3);
      });
    });

    describe('beside others', () => {
      const other: OpenOptions = { format, context: { scenario: 'other' } };

      it('holds several scenarios apart, even if they are the same but for the name', async () => {
        await using(folder(), (target) => fill(target, days), of);
        expect(await using(folder(), (target) => target.ledger([stream]), other)).to.deep.equal([]);
        await using(folder(), (target) => fill(target, days), other);
        const theirs = [...snapshot(folder())];
        await using(folder(), (target) => target.clean(null, [stream]), of);
        expect(await using(folder(), (target) => target.ledger([stream]), of)).to.deep.equal([]);
        expect(await using(folder(), (target) => target.ledger([stream]), other)).to.have.length(3);
        const left = snapshot(folder());
        expect(left.size).to.equal((theirs.length - 2) / 2 + 1);
        for (const [file, bytes] of left) expect(new Map(theirs).get(file)).to.equal(bytes);
      });

      it('leaves a part of unknown origin alone, and reports it', async () => {
        await using(folder(), (target) => fill(target, days), of);
        const part = files(folder())[0]!;
        const name = join(dirname(part), basename(part).replace(/\.[0-9a-f]{32}\./, `.${'ab'.repeat(16)}.`));
        writeFileSync(join(folder(), name), '');
        const warnings: string[] = [];
        const target = await openTarget(folder(), of, warnings);
        expect(await target.ledger([stream])).to.have.length(3);
        await target.close();
        expect(warnings.join()).to.contain(name);
        expect(existsSync(join(folder(), name))).to.equal(true);
      });
    });

    describe('when it is cleaned', () => {
      it('loses its parts and its entry, never the folder, never foreign files', async () => {
        await using(folder(), (target) => fill(target, days), of);
        for (const file of ['notes.txt', 'metrics/notes.txt']) writeFileSync(join(folder(), file), 'x');
        await writeStray(join(folder(), `metrics/foreign.${format}`), format, ['z9', 'z10']);
        const foreign = [...snapshot(folder())].filter(([file]) => /notes|foreign/.test(file));
        const cleaned = await using(folder(), (target) => target.clean(null, [stream]), of);
        expect(cleaned.records).to.equal(432);
        expect([...snapshot(folder())].sort()).to.deep.equal(foreign.sort());
      });

      it('can be written again at once', async () => {
        await using(folder(), (target) => fill(target, days), of);
        const before = snapshot(folder());
        await using(
          folder(),
          async (target) => {
            await target.clean(null, [stream]);
            expect(await fill(target, days)).to.equal(3);
          },
          of,
        );
        expect(snapshot(folder())).to.deep.equal(before);
      });

      it('passes where there is nothing, and does so twice', async () => {
        for (let i = 0; i < 2; i++) {
          const { records } = await using(folder(), (target) => target.clean(null, [stream]), of);
          expect(records).to.equal(0);
        }
      });

      it('keeps the streams that were not named', async () => {
        const second = plannedStream(3, 1, 'second');
        const both = [...days, dayGroup(second, 9)];
        await using(folder(), (target) => fill(target, both), of);
        const { records } = await using(folder(), (target) => target.clean(['metrics'], [stream, second]), of);
        expect(records).to.equal(432);
        const left = await using(folder(), (target) => target.ledger([stream, second]), of);
        expect(left.map((entry) => entry.stream)).to.deep.equal(['second']);
      });

      it('refuses where a file that nobody vouches for has rows of ours, byte for byte', async () => {
        await using(folder(), (target) => fill(target, days), of);
        await writeStray(join(folder(), `metrics/more.${format}`), format, ['z9', 'a1']);
        const before = snapshot(folder());
        const error = await failureOf(using(folder(), (target) => target.clean(null, [stream]), of));
        expect(error).to.include({ exit: 4, code: 'rows-not-ours', place: join(folder(), `metrics/more.${format}`) });
        expect(snapshot(folder())).to.deep.equal(before);
      });

      it('refuses a table that has rows and no ledger', async () => {
        mkdirSync(join(folder(), 'metrics'));
        await writeStray(join(folder(), `metrics/more.${format}`), format, ['z9']);
        const before = snapshot(folder());
        const error = await failureOf(using(folder(), (target) => target.clean(null, [stream]), of));
        expect(error).to.include({ exit: 4, code: 'rows-not-ours' });
        expect(snapshot(folder())).to.deep.equal(before);
      });

      it('refuses production, whoever says so, and for ever', async () => {
        const marks: OpenOptions[] = [{ production: true }, { context: { environment: 'Production' } }];
        for (const mark of marks) {
          const path = join(folder(), mark.production === true ? 'a' : 'b');
          await using(path, (target) => fill(target, days.slice(0, 1)), { ...of, ...mark });
          const before = snapshot(path);
          for (const now of [mark, {}]) {
            const error = await failureOf(using(path, (target) => target.clean(null, [stream]), { ...of, ...now }));
            expect(error).to.include({ exit: 4, code: 'production' });
          }
          expect(snapshot(path)).to.deep.equal(before);
        }
      });

      it('never follows a journal out of its tables', async () => {
        await using(folder(), (target) => fill(target, days), of);
        const part = files(folder())[0]!;
        mkdirSync(join(folder(), 'elsewhere'));
        renameSync(join(folder(), part), join(folder(), 'elsewhere', basename(part)));
        const root = join(folder(), 'inner');
        await using(root, (target) => fill(target, days), of);
        const { writeSealed } = await import('../../../src/sinks/files/sealed.ts');
        const { nodeDisk } = await import('../../../src/sinks/files/disk.ts');
        const paths = [
          `../elsewhere/${basename(part)}`,
          `metrics/../../elsewhere/${basename(part)}`,
          `../elsewhere`,
          '.seedctl/test.json',
        ];
        await writeSealed(nodeDisk, join(root, '.seedctl/test.clean'), { paths });
        expect(await using(root, (target) => target.ledger(), of)).to.have.length(3);
        expect(readdirSync(join(folder(), 'elsewhere'))).to.have.length(1);
      });
    });
  });
}

describe('a folder of parts', () => {
  const folder = useFolder();

  it('refuses tables whose names differ in case alone', async () => {
    const upper = { ...stream.table, name: 'Metrics' };
    const error = await failureOf(using(folder(), (target) => target.setUp([stream.table, upper], [])));
    expect(error).to.include({ exit: 3, code: 'tables-collide' });
  });

  it('refuses to add parts with other columns, until those that are there are gone', async () => {
    await using(folder(), (target) => fill(target, days));
    const table = { ...stream.table, columns: [...stream.table.columns.slice(1), column('unit', 'text')] };
    const changed = { ...stream, table };
    const before = snapshot(folder());
    const error = await failureOf(using(folder(), (target) => fill(target, [dayGroup(changed, 7)])));
    expect(error).to.include({ exit: 4, code: 'layout-changed' });
    expect(error.message).to.contain('no longer asset_id text; now unit text');
    expect(snapshot(folder())).to.deep.equal(before);
    await using(folder(), async (target) => {
      await target.clean(null, [stream]);
      expect(await fill(target, [dayGroup(changed, 7)])).to.equal(1);
    });
  });

  it('finds before the first record that a file stands in the way', async () => {
    writeFileSync(join(folder(), 'metrics'), 'a file');
    const error = await failureOf(using(folder(), (target) => target.setUp([stream.table], [])));
    expect(error).to.include({ exit: 8, code: 'not-a-folder' });
    const below = await failureOf(openTarget(join(folder(), 'metrics/out')));
    expect(below).to.include({ exit: 8, code: 'not-a-folder' });
  });

  it('stays below the working directory where a scenario names it', async () => {
    const context = { fromUrl: false };
    const error = await failureOf(openTarget(join(folder(), 'out'), { context }));
    expect(error).to.include({ exit: 4, code: 'outside-working-directory' });
    expect(readdirSync(folder())).to.deep.equal([]);
  });
});
