/** The figures of the eight patterns as levels: in these hours a metric lies around this mean, with this noise. */

/** Hours of local time, half open, in minutes; they may run past midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
  readonly days?: 'mon-fri';
}

export interface Level {
  readonly pattern: string;
  readonly metric: 'cpu_usage' | 'memory_usage' | 'io_wait';
  /** Inside one of these, or outside all of them (the rises and falls of what happens there lie in neither). */
  readonly inside?: readonly Hours[];
  readonly outside?: readonly Hours[];
  readonly mean: number;
  readonly sd: number;
  /** Time to 1/e in minutes; 0: white noise. */
  readonly correlation: number;
}

export const ASSETS: { readonly [pattern: string]: readonly string[] } = {
  stable_with_io_spikes: ['pve-node-02', 'physical-02'],
  cpu_spikes_business_hours: ['vm-101'],
  high_load_business_hours: ['pve-node-01', 'vm-102'],
  memory_leak_pattern: ['vm-103'],
  volatile_load: ['ct-201'],
  stable_low_load: ['ct-202'],
  io_wait_nights: ['physical-01'],
  development_pattern: ['vm-104'],
};

const at = (hour: number, minute = 0) => hour * 60 + minute;
const office = (before = 0, after = 0): Hours => ({ from: at(9) + before, to: at(17) + after, days: 'mon-fri' });
const nights = (before = 0, after = 0): Hours => ({ from: at(22) + before, to: at(30) + after });
const three = { from: at(3, 5), to: at(3, 45) };
const aroundThree = { from: at(3), to: at(4) };

const level =
  (pattern: string) => (metric: Level['metric'], mean: number, sd: number, correlation: number, where: object) =>
    ({ pattern, metric, mean, sd, correlation, ...where }) as Level;

const storage = level('stable_with_io_spikes');
const database = level('cpu_spikes_business_hours');
const web = level('high_load_business_hours');
const monitor = level('stable_low_load');
const backup = level('io_wait_nights');
const build = level('development_pattern');

export const LEVELS: readonly Level[] = [
  storage('cpu_usage', 15, 2, 0, {}),
  storage('memory_usage', 35, 1, 30, { outside: [aroundThree] }),
  storage('memory_usage', 47, 1, 30, { inside: [three] }),
  storage('io_wait', 4, 1, 0, { outside: [aroundThree] }),
  storage('io_wait', 44, 1, 0, { inside: [three] }),

  database('io_wait', 12, 1, 0, { inside: [office(20)] }),
  database('io_wait', 3, 1, 0, { outside: [office(0, 20)] }),

  web('cpu_usage', 84, 2.5, 0, { inside: [office()] }),
  web('cpu_usage', 20, 2.5, 0, { outside: [office(0, 30)] }),
  web('memory_usage', 78, 1.5, 20, { inside: [office(30)] }),
  web('memory_usage', 45, 1.5, 20, { outside: [office(0, 60)] }),
  web('io_wait', 18, 1.5, 0, { inside: [{ from: at(8), to: at(20) }] }),
  web('io_wait', 4, 1.5, 0, { outside: [{ from: at(8), to: at(20) }] }),

  monitor('cpu_usage', 8, 1, 0, {}),
  monitor('memory_usage', 22, 0.5, 60, {}),
  monitor('io_wait', 1, 0.3, 0, {}),

  backup('cpu_usage', 62, 4, 0, { inside: [nights(10)] }),
  backup('cpu_usage', 12, 4, 0, { outside: [nights(0, 20)] }),
  backup('memory_usage', 55, 1.5, 20, { inside: [nights(30)] }),
  backup('memory_usage', 30, 1.5, 20, { outside: [nights(0, 30)] }),
  backup('io_wait', 60, 6, 0, { inside: [nights(10)] }),
  backup('io_wait', 5, 6, 0, { outside: [nights(0, 20)] }),

  // Builds start in office hours and last 40 minutes at the most; then their fall.
  build('cpu_usage', 6, 1, 0, { outside: [office(0, 42)] }),
  build('memory_usage', 28, 3, 60, { outside: [office(0, 45)] }),
  build('io_wait', 2, 0.6, 0, { outside: [office(0, 40)] }),
];

/** Whether a minute since the first local midnight of the period, a Sunday's, lies in these hours. */
function lies(minute: number, { from, to, days }: Hours): boolean {
  const day = Math.floor(minute / 1440);
  return [day - 1, day].some((start) => {
    const weekday = ((start + 6) % 7) + 1;
    if (days === 'mon-fri' && weekday > 5) return false;
    return minute >= start * 1440 + from && minute < start * 1440 + to;
  });
}

export function selected({ inside, outside }: Level, minute: number): boolean {
  if (inside !== undefined) return inside.some((hours) => lies(minute, hours));
  return !(outside ?? []).some((hours) => lies(minute, hours));
}

export const isOffice = (minute: number): boolean => lies(minute, office());
