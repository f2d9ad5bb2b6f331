import { expect } from 'chai';
import { valuesOf, withLayers } from '../support/metric.ts';

const wave = (more: object) => [{ kind: 'sine', base: 65, amplitude: 20, period: '16h', ...more }];

describe('sine', () => {
  it('6: amplitude is half of peak to peak', () => {
    const all = valuesOf(withLayers([{ kind: 'sine', amplitude: 7 }])).all();
    expect([Math.min(...all), Math.max(...all)]).to.deep.equal([-7, 7]);
  });

  it('6: a phase as a local time: sine of the local time of day, restarted each local midnight', () => {
    const values = valuesOf(withLayers(wave({ phase: '09:00' })));
    for (let day = 3; day <= 9; day++) {
      const at = (time: string) => values.at(`2025-02-0${day}T${time}Z`);
      // 65 + 20·sin(2π·(t − 9 h)/16 h): at midnight 15/16 of a turn behind.
      expect([at('09:00'), at('13:00'), at('17:00'), at('21:00')]).to.deep.equal([65, 85, 65, 45]);
      expect(at('00:00')).to.equal(Math.round((65 + 20 * Math.sin((-9 * Math.PI) / 8)) * 100) / 100);
    }
  });

  it('6: the local time is the asset’s own, through the change of clocks', () => {
    const written = withLayers(
      wave({ phase: '09:00' }),
      {},
      {
        timezone: 'Europe/Rome',
        time: { start: '2025-03-28', duration: '5d', step: '1m' },
        assets: [
          { id: 'a', pattern: 'p' },
          { id: 'b', pattern: 'p', timezone: 'Asia/Tokyo' },
        ],
      },
    );
    const rome = valuesOf(written);
    expect([rome.at('2025-03-29T12:00Z'), rome.at('2025-03-30T11:00Z')]).to.deep.equal([85, 85]);
    expect(valuesOf(written, { asset: 'b' }).at('2025-03-30T04:00Z')).to.equal(85);
  });

  it('6: as a duration or absent it runs on the UTC epoch, over every midnight', () => {
    const phased = valuesOf(withLayers(wave({ phase: '3h' }))).all();
    const plain = valuesOf(withLayers(wave({}))).all();
    expect(phased.slice(180, 2000)).to.deep.equal(plain.slice(0, 1820));
    expect(plain.slice(0, 960)).to.deep.equal(plain.slice(960, 1920));
    const written = withLayers(
      wave({}),
      {},
      { timezone: 'Asia/Tokyo', time: { start: '2025-02-03T00:00Z', duration: '7d', step: '1m' } },
    );
    expect(valuesOf(written).all()).to.deep.equal(plain);
    // 1970-01-01 + k · 16 h crosses the base upwards.
    const crossing = new Date(Math.ceil(Date.parse('2025-02-03') / 57_600_000) * 57_600_000).toISOString();
    expect(valuesOf(withLayers(wave({}))).at(crossing)).to.equal(65);
  });
});
