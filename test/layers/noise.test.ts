import { expect } from 'chai';
import { valuesOf, withLayers, type Written } from '../support/metric.ts';

const noise = (more: Written): Written => ({ kind: 'noise', ...more });
const DAYS = 28;
const long = { time: { start: '2025-01-01', duration: `${DAYS}d`, step: '1m' } };
const of = (layer: Written, more: Written = {}) =>
  valuesOf(withLayers([layer], { decimals: 6 }, { ...long, ...more })).all();

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}

function autocorrelation(values: readonly number[], lag: number): number {
  const { mean, variance } = moments(values);
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
  return sum / (values.length - lag) / variance;
}

describe('noise', () => {
  it('7: sd is the stationary deviation, not the innovation’s', () => {
    const n = DAYS * 1440;
    const white = moments(of(noise({ sd: 3 })));
    expect(Math.abs(white.mean)).to.be.at.most((6 * 3) / Math.sqrt(n));
    expect(Math.abs(white.variance - 9)).to.be.at.most(6 * 9 * Math.sqrt(2 / n));
    // Autocorrelation e^(−t/τ): of n minutes, n/2τ tell of the mean and n/τ of the variance.
    const slow = moments(of(noise({ sd: 3, correlation: '30m' })));
    expect(Math.abs(slow.mean)).to.be.at.most(6 * 3 * Math.sqrt(60 / n));
    expect(Math.abs(slow.variance - 9)).to.be.at.most(6 * 9 * Math.sqrt((2 * 30) / n) + 9 * (60 / n));
  });

  it('7: correlation is the time to 1/e', () => {
    const values = of(noise({ sd: 1, correlation: '30m' }));
    // Bartlett: the variance of a sample autocorrelation is at most (1 + 2Σρ²)/n = (1 + ρ²)/(1 − ρ²)/n ≈ τ/n.
    const error = 6 * Math.sqrt(31 / values.length);
    for (const [lag, expected] of [
      [1, Math.exp(-1 / 30)],
      [10, Math.exp(-1 / 3)],
      [30, Math.exp(-1)],
      [60, Math.exp(-2)],
    ] as const) {
      expect(Math.abs(autocorrelation(values, lag) - expected), `lag ${lag}`).to.be.at.most(error);
    }
    expect(Math.abs(autocorrelation(of(noise({ sd: 1 })), 1))).to.be.at.most(6 / Math.sqrt(values.length));
  });

  it('7: noise is per asset and metric, unless `per` says otherwise', () => {
    const assets = ['a', 'b', 'c'].map((id) => ({ id, pattern: 'p', tags: { site: id === 'c' ? 'y' : 'x' } }));
    const written = (per: string) => withLayers([noise({ sd: 1, per })], {}, { assets });
    const values = (per: string) => ['a', 'b', 'c'].map((asset) => valuesOf(written(per), { asset }).all());
    const [a, b] = values('asset');
    expect(a).to.not.deep.equal(b);
    const all = values('all');
    expect(all[0]).to.deep.equal(all[1]);
    expect(all[0]).to.deep.equal(all[2]);
    const site = values('tags.site');
    expect(site[0]).to.deep.equal(site[1]);
    expect(site[0]).to.not.deep.equal(site[2]);
  });

  it('9: a lognormal factor of mean 1 keeps the mean; of median 1 it raises it by e^(σ²/2)', () => {
    const n = DAYS * 1440;
    const sigma = 0.5;
    // Var of a lognormal with mean m: m²·(e^(σ²) − 1).
    const relative = Math.sqrt(Math.expm1(sigma * sigma) / n);
    const mean = moments(of({ kind: 'noise', lognormal: { mean: 1, sigma } })).mean;
    expect(Math.abs(mean - 1)).to.be.at.most(6 * relative);
    const raised = Math.exp((sigma * sigma) / 2);
    const median = moments(of({ kind: 'noise', lognormal: { median: 1, sigma } })).mean;
    expect(Math.abs(median - raised)).to.be.at.most(6 * raised * relative);
  });
});
