import { expect } from 'chai';
import fc from 'fast-check';
import type { Plan } from '../../src/model/plan.ts';
import { DAY, MINUTE, type Range } from '../../src/model/units.ts';
import { coverageOf } from '../../src/run/coverage.ts';
import { groupsOf, type Work } from '../../src/run/groups.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import { day, entry, plan, stream } from './plans.ts';

const cut = (planned: Plan, ledger: readonly LedgerEntry[], size: number) =>
  groupsOf(planned, coverageOf(planned, ledger, ''), size);

const name = ({ group: { stream: of, series, range } }: Work) =>
  `${of.id} ${series.map(({ id }) => id).join('')} ${range.from / DAY}-${range.to / DAY}`;

describe('groups', () => {
  const metrics = stream('metrics', 'metrics', 'abcd', day(0, 10));
  const planned = plan(day(0, 10), metrics);

  it('are some whole series, about as many records as asked', () => {
    expect(cut(planned, [], 1e9).map(name)).to.deep.equal(['metrics abcd 0-10']);
    expect(cut(planned, [], 2 * 14_400).map(name)).to.deep.equal(['metrics ab 0-10', 'metrics cd 0-10']);
    expect(cut(planned, [], 3 * 14_400).map(name)).to.deep.equal(['metrics ab 0-10', 'metrics cd 0-10']);
  });

  it('are parts of one series where a whole one is too much, cut at the same instants in any window', () => {
    const one = (from: number, to: number) => plan(day(from, to), stream('metrics', 'm', 'a', day(from, to)));
    expect(cut(one(0, 10), [], 4 * 1440).map(name)).to.deep.equal(['m a 0-4', 'm a 4-8', 'm a 8-10']);
    expect(cut(one(3, 9), [], 4 * 1440).map(name)).to.deep.equal(['m a 3-4', 'm a 4-8', 'm a 8-9']);
    expect(cut(one(0, 2), [], 1).map(name)).to.deep.equal(['m a 0-1', 'm a 1-2']);
  });

  it('hold only what is missing, and only series that miss the same', () => {
    const ledger = [entry(metrics, 'b', day(3, 5)), entry(metrics, 'c', day(-5, 10))];
    expect(cut(planned, ledger, 1e9).map(name)).to.deep.equal([
      'metrics a 0-10',
      'metrics b 0-3',
      'metrics b 5-10',
      'metrics d 0-10',
    ]);
  });

  it('of assets are written once, whatever the period', () => {
    const assets = stream('assets', 'assets', 'abc', day(0, 10));
    const both = plan(day(0, 10), assets);
    expect(cut(both, [entry(assets, 'b', day(70, 71))], 1e9).map(name)).to.deep.equal([
      'assets a 0-10',
      'assets c 0-10',
    ]);
    expect(cut(both, [entry(assets, 'abc', day(70, 71))], 1e9)).to.deep.equal([]);
  });

  it('know what is covered before they are written: what is held, and the earlier pieces', () => {
    const events = stream('events', 'events', 'a', day(0, 10));
    const one = plan(day(0, 10), events);
    const works = cut(one, [entry(events, 'a', day(-3, 2))], 4);
    expect(works.map(name)).to.deep.equal(['events a 2-4', 'events a 4-8', 'events a 8-10']);
    expect(works.map(({ covered }) => covered)).to.deep.equal([[day(-3, 2)], [day(-3, 4)], [day(-3, 8)]]);
  });

  it('cover every instant of every series exactly once, together with what is held', () => {
    const range = fc
      .tuple(fc.integer({ min: -2, max: 14 }), fc.integer({ min: 1, max: 6 }))
      .map(([from, length]): Range => day(from / 2, (from + length) / 2));
    const held = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'ab', 'cd', 'abcd'), range), { maxLength: 5 });
    fc.assert(
      fc.property(held, fc.integer({ min: 1, max: 40_000 }), (entries, size) => {
        const period = day(0, 6);
        const of = stream('metrics', 'm', 'abcd', period);
        const ledger = entries.map(([letters, where]) => entry(of, letters, where));
        const works = cut(plan(period, of), ledger, size);
        for (const letter of 'abcd') {
          const has = ({ series }: { series: readonly { id: string }[] }) => series.some(({ id }) => id === letter);
          for (let t = period.from; t < period.to; t += 6 * 60 * MINUTE) {
            const inside = (where: Range) => where.from <= t && t < where.to;
            const written = works.filter(({ group }) => has(group) && inside(group.range)).length;
            const there = ledger.some((one) => has(one) && inside(one.range));
            expect(written).to.equal(there ? 0 : 1);
          }
        }
      }),
    );
  });
});
