import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { isZone, tzVersion, type Zone, zone, zoneNames } from '../../src/timeline/zone.ts';

/** ISO text of the instant that a local time stands for. */
const at = (name: string, local: string): string =>
  new Date(zone(name).toInstant(Date.parse(`${local}Z`))).toISOString().replace('.000Z', 'Z');

/** What a wall clock in the zone shows, as ISO text. */
const wall = (name: string, instant: string): string => {
  const t = Date.parse(instant);
  return new Date(t + zone(name).offsetAt(t).offset).toISOString().slice(0, 16);
};

/** Zones whose rules have not changed lately, so that any Node knows them. */
const STABLE = [
  ...['Europe/Rome', 'Europe/London', 'Europe/Berlin', 'Europe/Paris', 'Europe/Madrid', 'Europe/Athens', 'UTC'],
  ...['Europe/Lisbon', 'Europe/Dublin', 'Europe/Warsaw', 'Europe/Helsinki', 'Europe/Istanbul', 'Europe/Zurich'],
  ...['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Phoenix'],
  ...['America/Halifax', 'America/St_Johns', 'America/Bogota', 'America/Lima', 'America/Argentina/Buenos_Aires'],
  ...['Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Tokyo', 'Asia/Shanghai', 'Asia/Singapore', 'Asia/Dubai', 'Asia/Seoul'],
  ...['Australia/Sydney', 'Australia/Adelaide', 'Australia/Perth', 'Australia/Lord_Howe', 'Pacific/Auckland'],
  ...['Pacific/Chatham', 'Pacific/Honolulu', 'Africa/Johannesburg', 'Africa/Lagos', 'Africa/Nairobi', 'Pacific/Apia'],
];

/** The offset as the host's own database has it. */
function hostOffset(format: Intl.DateTimeFormat, t: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(t)) part[type] = Number(value);
  return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']) - t;
}

describe('zone', () => {
  it('knows names and aliases, and says which database it has', () => {
    expect(tzVersion).match(/^20\d\d[a-z]$/);
    expect(isZone('Europe/Rome') && isZone('UTC') && isZone('Asia/Calcutta') && isZone('Etc/GMT+3')).true;
    expect(isZone('Europe/Roma') || isZone('europe/rome') || isZone('') || isZone('Etc/UTC|UTC')).false;
    expect(() => zone('Mars/Olympus')).throw('no time zone is called Mars/Olympus');
    expect(zoneNames()).include.members(STABLE).lengthOf.above(400);
    for (const name of zoneNames()) expect(Math.abs(zone(name).offsetAt(0).offset)).below(DAY, name);
  });

  it('reads the wall clock', () => {
    expect(wall('Europe/Rome', '2025-03-30T00:59Z')).equal('2025-03-30T01:59');
    expect(wall('Europe/Rome', '2025-03-30T01:00Z')).equal('2025-03-30T03:00');
    expect(wall('America/New_York', '2025-11-02T05:59Z')).equal('2025-11-02T01:59');
    expect(wall('America/New_York', '2025-11-02T06:00Z')).equal('2025-11-02T01:00');
    expect(wall('Australia/Lord_Howe', '2025-01-01T00:00Z')).equal('2025-01-01T11:00');
    expect(wall('Australia/Lord_Howe', '2025-07-01T00:00Z')).equal('2025-07-01T10:30');
    expect(wall('Asia/Kathmandu', '2025-01-01T00:00Z')).equal('2025-01-01T05:45');
    expect(wall('Pacific/Apia', '2011-12-30T09:59Z')).equal('2011-12-29T23:59');
    expect(wall('Pacific/Apia', '2011-12-30T10:00Z')).equal('2011-12-31T00:00');
    expect(wall('Africa/Casablanca', '2024-03-20T12:00Z')).equal('2024-03-20T12:00');
    expect(wall('Africa/Casablanca', '2024-05-20T12:00Z')).equal('2024-05-20T13:00');
    expect(zone('UTC').offsetAt(0)).deep.equal({ offset: 0, until: Infinity });
    expect(zone('Europe/Rome').offsetAt(Date.UTC(1800, 0)).offset).equal(49 * MINUTE + 56_000);
    expect(zone('Europe/Rome').offsetAt(Date.UTC(2600, 6)).offset).equal(HOUR);
  });

  it('moves a local time that does not exist later by the gap', () => {
    expect(at('Europe/Rome', '2025-03-30T02:30')).equal('2025-03-30T01:30:00Z');
    expect(at('Europe/Rome', '2025-03-30T03:00')).equal('2025-03-30T01:00:00Z');
    expect(at('America/New_York', '2025-03-09T02:00')).equal('2025-03-09T07:00:00Z');
    expect(at('Australia/Lord_Howe', '2025-10-05T02:15')).equal('2025-10-04T15:45:00Z');
    expect(at('Pacific/Apia', '2011-12-30T12:00')).equal('2011-12-30T22:00:00Z');
    expect(wall('Pacific/Apia', at('Pacific/Apia', '2011-12-30T12:00'))).equal('2011-12-31T12:00');
  });

  it('takes the first of a local time that exists twice', () => {
    expect(at('Europe/Rome', '2025-10-26T02:30')).equal('2025-10-26T00:30:00Z');
    expect(at('Europe/Rome', '2025-10-26T03:00')).equal('2025-10-26T02:00:00Z');
    expect(at('America/New_York', '2025-11-02T01:00')).equal('2025-11-02T05:00:00Z');
    expect(at('Australia/Lord_Howe', '2025-04-06T01:45')).equal('2025-04-05T14:45:00Z');
  });

  it('cuts a range into segments of one offset', () => {
    const [from, to] = [Date.UTC(2025, 0), Date.UTC(2026, 0)];
    expect(zone('Europe/Rome').segments(from, to)).deep.equal([
      { from, to: Date.UTC(2025, 2, 30, 1), offset: HOUR },
      { from: Date.UTC(2025, 2, 30, 1), to: Date.UTC(2025, 9, 26, 1), offset: 2 * HOUR },
      { from: Date.UTC(2025, 9, 26, 1), to, offset: HOUR },
    ]);
    expect(zone('UTC').segments(from, to)).deep.equal([{ from, to, offset: 0 }]);
    expect(zone('Europe/Rome').segments(to, to)).deep.equal([]);
  });

  it('segments, offsets and local times agree with each other', () => {
    const zones = fc.constantFrom(...STABLE.map((name) => zone(name)));
    const instant = fc.integer({ min: Date.UTC(1980, 0) / MINUTE, max: Date.UTC(2040, 0) / MINUTE });
    fc.assert(
      fc.property(zones, instant, fc.integer({ min: 1, max: 3_000_000 }), (z: Zone, minute, length) => {
        const [from, to] = [minute * MINUTE, (minute + length) * MINUTE];
        let end = from;
        for (const segment of z.segments(from, to)) {
          expect(segment.from).equal(end);
          expect(z.offsetAt(segment.from)).deep.include({ offset: segment.offset });
          expect(z.offsetAt(segment.to - 1).offset).equal(segment.offset);
          end = segment.to;
        }
        expect(end).equal(to);
        // The wall clock of an instant names it, or the earlier one that read the same.
        const local = from + z.offsetAt(from).offset;
        const again = z.toInstant(local);
        expect(again).at.most(from);
        expect(again + z.offsetAt(again).offset).equal(local);
      }),
    );
  });

  it('agrees with the host at thousands of instants', () => {
    for (const name of STABLE) {
      const format = new Intl.DateTimeFormat('en-US', {
        ...{ timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
        ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
      });
      for (let t = Date.UTC(1990, 0, 1, 0, 30); t < Date.UTC(2037, 11, 31); t += 71 * DAY + 7 * HOUR) {
        expect(zone(name).offsetAt(t).offset).equal(hostOffset(format, t), `${name} ${new Date(t).toISOString()}`);
      }
      for (const { from, offset } of zone(name).segments(Date.UTC(2000, 0), Date.UTC(2024, 0)).slice(1)) {
        expect(hostOffset(format, from), `${name} ${new Date(from).toISOString()}`).equal(offset);
        expect(hostOffset(format, from - MINUTE)).not.equal(offset);
      }
    }
  });
});
