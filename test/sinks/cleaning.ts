/** Writes and cleans of the sample, and what comes of them in every database. */
import { expect } from 'chai';
import type { SeedctlError } from '../../src/model/errors.ts';
import type { PlannedStream } from '../../src/model/plan.ts';
import type { Table } from '../../src/model/table.ts';
import type { Range } from '../../src/model/units.ts';
import type { SinkContext, Target } from '../../src/sinks/sink.ts';
import { failureOf } from '../support/failure.ts';
import {
  assetsTable,
  context,
  days,
  groups,
  incidentsTable,
  metricsTable,
  streams,
  work,
  type WorkOptions,
} from './sample.ts';

export interface Cleanable {
  open(context: SinkContext, production: boolean): Promise<Target>;
  /** All that is there but leases, to be compared. */
  everything(): unknown;
  /** Records of assets, metrics and incidents. */
  counts(): Promise<unknown>;
  /** Groups and keys in the ledger. */
  ledger(): Promise<unknown>;
  /** Where it is not those of the sample that are set up. */
  tables?(of: readonly PlannedStream[]): readonly Table[];
}

export function cleaning({ open, everything, counts, ledger, tables }: Cleanable) {
  async function write(
    range: Range,
    more: Partial<SinkContext> = {},
    options: WorkOptions = {},
    of: readonly PlannedStream[] = streams(),
  ): Promise<void> {
    const target = await open(context(more), false);
    try {
      await target.ledger(of);
      await target.setUp(tables?.(of) ?? [assetsTable, metricsTable, incidentsTable], []);
      for (const group of groups(range, of)) await target.write(work(group, options));
      await target.finish();
    } finally {
      await target.close();
    }
  }

  async function clean(
    only: readonly string[] | null = null,
    more: Partial<SinkContext> = {},
    planned: readonly PlannedStream[] = streams(),
    production = false,
  ): Promise<number> {
    const target = await open(context(more), production);
    try {
      return (await target.clean(only, planned)).records;
    } finally {
      await target.close();
    }
  }

  /** Refused with this code, and nothing has changed. */
  async function refused(code: string, attempt: () => Promise<unknown> = clean): Promise<SeedctlError> {
    const before = await everything();
    const error = await failureOf(attempt());
    expect(error).to.include({ exit: 4, code });
    expect(await everything()).to.deep.equal(before);
    return error;
  }

  /** To be called in the block of tests. */
  function asEverywhere(): void {
    it('removes all that was written, incidents that began before the period too, and then it can be written again', async () => {
      await write(days(0, 3));
      await write(days(3, 5), {}, {}, streams().slice(1));
      expect(await counts()).to.deep.equal([3, 720, 15]);
      expect(await clean()).to.equal(738);
      expect(await counts()).to.deep.equal([0, 0, 0]);
      expect(await ledger()).to.deep.equal([0, 0]);
      expect(await clean()).to.equal(0);
      await write(days(0, 3));
      expect(await counts()).to.deep.equal([3, 432, 9]);
    });

    it('passes an empty target, and one whose tables are empty', async () => {
      expect(await clean()).to.equal(0);
      await write(days(0, 1), {}, {}, []);
      expect(await clean()).to.equal(0);
    });

    it('is narrowed to streams', async () => {
      await write(days(0, 3));
      expect(await clean(['incidents'])).to.equal(9);
      expect(await counts()).to.deep.equal([3, 432, 0]);
      const target = await open(context(), false);
      expect((await target.ledger()).map(({ stream }) => stream)).to.deep.equal(['assets', 'metrics']);
      await target.close();
    });

    it('refuses production: by its sink, by the environment, and by the mark that a run has left', async () => {
      await write(days(0, 1));
      await refused('production', () => clean(null, { environment: 'Production' }));
      await refused('production', () => clean(null, {}, streams(), true));
      expect(await clean(['assets'], { environment: 'staging' })).to.equal(3);
      await write(days(0, 1), { environment: 'production' }, {}, []);
      await refused('production');
    });
  }
  return { write, clean, refused, asEverywhere };
}
