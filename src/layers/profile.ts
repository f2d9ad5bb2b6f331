import { choice, curve, curveFile, durationDraw, text } from '../model/field.ts';
import { curveOf } from './curve.ts';
import { defineLayer, tickAt } from './layer.ts';

export const profile = defineLayer({
  kind: 'profile',
  summary: 'A shape by points over the local day, week, month or year, repeated for ever.',
  fields: {
    over: choice(
      { day: 'From midnight to midnight.', week: 'From Monday.', month: 'From the 1st.', year: 'From 1 January.' },
      {
        summary: 'What the shape spans, in the local time of the asset.',
        examples: ['day'],
        beside: [
          { points: { '04:00': 0.3, '12:00': 1.2, '21:00': 1.5 } },
          { points: { mon: 0.95, sat: 1.25 } },
          { points: { 1: 1.3, 15: 1, last: 1.6 } },
          { points: { jan: 0.8, dec: 1.6 } },
        ],
      },
    ),
    points: curve({
      summary:
        'Places and values: local times of a day, days of a week (`mon`, `mon 04:00`), of a month (`10`, `last 12:00`) or months of a year (`jan`, `mar 15`). A day without a time is its noon, a month without a day its middle.',
      optional: true,
      beside: [{ over: 'day' }, { over: 'week' }, { over: 'year' }],
      examples: [
        { '04:00': 0.3, '12:00': 1.2, '21:00': 1.5 },
        { mon: 0.95, sat: 1.25 },
        { jan: 0.8, dec: 1.6 },
      ],
    }),
    file: curveFile({
      summary: 'In place of `points`: a CSV file with a header, relative to the scenario.',
      optional: true,
      beside: { over: 'day' },
      examples: ['data/day.csv'],
    }),
    x: text({
      summary: 'The column of the file that says where.',
      default: 'time',
      beside: { over: 'day', file: 'data/day.csv' },
    }),
    y: text({
      summary: 'The column of the file that says what.',
      default: 'value',
      beside: { over: 'day', file: 'data/day.csv' },
    }),
    interpolate: choice(
      {
        linear: 'Straight lines from point to point.',
        step: 'The value of a point until the next; a day or month counts from its start.',
        smooth: 'Without corners: flat at each point.',
      },
      { summary: 'What lies between the points.', default: 'linear' },
    ),
    lag: durationDraw({
      summary: 'The shape comes so much later.',
      default: '0s',
      negative: true,
      examples: ['20m', '$shift'],
    }),
  },
  exclusive: [['points', 'file']],
  examples: [
    { kind: 'profile', op: 'multiply', over: 'day', points: { '04:00': 0.3, '12:00': 1.2, '21:00': 1.5 } },
    { kind: 'profile', over: 'week', interpolate: 'step', points: { mon: 0.95, sat: 1.25, sun: 1.15 } },
    { kind: 'profile', over: 'year', points: { jan: 0.8, jun: 0.9, dec: 1.6 } },
  ],
  compile(values, { number, zone }) {
    const lag = Math.floor(number(values.lag, 'lag'));
    const between = curveOf(values.over, values.points ?? values.file ?? [], values.interpolate);
    return (ticks, out) => {
      const { start, step, count } = ticks;
      for (let i = 0; i < count;) {
        const { offset, until } = zone.offsetAt(start + i * step - lag);
        const end = tickAt(ticks, until + lag);
        while (i < end) {
          // Within one piece of the curve, one straight line or one bend.
          const piece = between(start + i * step - lag + offset);
          const last = Math.min(end, tickAt(ticks, piece.to + lag - offset));
          for (; i < last; i++) out[i] = piece.at(start + i * step - lag + offset);
        }
      }
    };
  },
});
