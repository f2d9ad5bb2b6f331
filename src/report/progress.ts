/** How far a run is: a bar on a terminal, a line every ten seconds elsewhere, nothing with `--quiet`. */
import cliProgress from 'cli-progress';
import type { SourceInput } from '../model/plan.ts';
import type { Batch } from '../model/table.ts';
import type { Amount } from '../run/run.ts';
import { bytes, compact, span } from './numbers.ts';
import type { Style } from './style.ts';
import { clip, widthOf } from './table.ts';

export interface ProgressDisplay {
  batch(batch: Batch): void;
  read(input: SourceInput, bytes: number): void;
  /** A line above it, which it does not draw over; after `stop` too. */
  say(line: string): void;
  stop(): void;
}

const LINE_MS = 10_000;
const BAR_WIDTH = 20;

export function showProgress(stream: NodeJS.WriteStream, style: Style, total: Amount, quiet: boolean): ProgressDisplay {
  const say = (line: string): void => void stream.write(`${line}\n`);
  if (quiet || (total.records === 0 && total.bytes === 0)) return { batch() {}, read() {}, say, stop() {} };
  return stream.isTTY ? bar(stream, style, total) : lines(stream, total);
}

/** How far the run is, in words: first of what is simulated, by records, then of what is read, by bytes. */
export class Position {
  private readonly total: Amount;
  private readonly now: () => number;
  private startedAt: number;
  private records = 0;
  private whereabouts = '';
  /** Null until the first input is read. */
  private input: SourceInput | null = null;
  /** Of the inputs before it. */
  private bytesBefore = 0;
  private bytes = 0;

  /** @param now milliseconds, from anywhere */
  constructor(total: Amount, now: () => number) {
    this.total = total;
    this.now = now;
    this.startedAt = now();
  }

  batch({ table, asset, metric, columns, count }: Batch): void {
    this.records += count;
    const times = columns.find((column) => column.kind === 'times');
    const last = times?.values[count - 1];
    const time = last === undefined ? '' : new Date(last).toISOString().slice(0, 16).replace('T', ' ');
    this.whereabouts = words(table.name, metric === null ? asset : `${asset} ${metric}`, time);
  }

  read(input: SourceInput, position: number): void {
    if (this.input === null) {
      this.records = 0;
      this.startedAt = this.now();
    } else if (this.input !== input || position < this.bytes) this.bytesBefore += this.input.bytes;
    this.input = input;
    this.bytes = position;
  }

  /** Between 0 and 1. */
  get share(): number {
    const [done, total] = this.input === null ? [this.records, this.total.records] : [this.taken, this.total.bytes];
    return total === 0 ? 0 : Math.min(1, done / total);
  }

  get amounts(): string {
    const elapsed = Math.max(1, this.now() - this.startedAt);
    const reading = this.input !== null || this.total.records === 0;
    const [done, total, shown] = reading
      ? [this.taken, this.total.bytes, bytes]
      : [this.records, this.total.records, compact];
    const rate = (done / elapsed) * 1000;
    const left = done === 0 ? '' : `, ${span((Math.max(0, total - done) / rate) * 1000)} left`;
    const records = reading ? `, ${compact(this.records)} records` : '';
    return `${Math.floor(this.share * 100)} %, ${shown(done)} of ${shown(total)}, ${shown(rate)}/s${left}${records}`;
  }

  /** The input that is read, else what the last batch was. */
  get place(): string {
    return this.input?.name ?? this.whereabouts;
  }

  private get taken(): number {
    return this.bytesBefore + this.bytes;
  }
}

const words = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

function bar(stream: NodeJS.WriteStream, style: Style, total: Amount): ProgressDisplay {
  const position = new Position(total, () => performance.now());
  const [full, empty] = style.unicode ? ['█', '░'] : ['#', '.'];
  const display = new cliProgress.SingleBar({
    stream,
    fps: 10,
    hideCursor: true,
    clearOnComplete: true,
    // The bar leaves Ctrl-C to the run.
    gracefulExit: false,
    format: () => {
      const whole = Math.floor(position.share * BAR_WIDTH);
      const drawn = style.accent(full.repeat(whole)) + style.dim(empty.repeat(BAR_WIDTH - whole));
      const figures = position.amounts;
      const room = style.width - BAR_WIDTH - widthOf(figures) - 4;
      return `${drawn} ${figures}${room < 8 ? '' : `  ${style.dim(clip(position.place, room))}`}`;
    },
  });
  display.start(1, 0);
  let going = true;
  const update = () => {
    display.update(position.share);
  };
  return {
    batch(batch) {
      position.batch(batch);
      update();
    },
    read(input, bytes) {
      position.read(input, bytes);
      update();
    },
    say(line) {
      // It returns to where it was started, so it is started anew below the line.
      if (going) display.stop();
      stream.write(`${line}\n`);
      if (going) display.start(1, position.share);
    },
    stop() {
      going = false;
      display.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream, total: Amount): ProgressDisplay {
  const position = new Position(total, () => performance.now());
  let saidAt = performance.now();
  const say = () => {
    if (performance.now() - saidAt < LINE_MS) return;
    saidAt = performance.now();
    stream.write(`${position.amounts}: ${position.place}`.trimEnd() + '\n');
  };
  // For targets that keep us waiting; while values are made or read, each step keeps the time.
  const timer = setInterval(say, 1000);
  timer.unref();
  return {
    batch(batch) {
      position.batch(batch);
      say();
    },
    read(input, bytes) {
      position.read(input, bytes);
      say();
    },
    say: (line) => void stream.write(`${line}\n`),
    stop() {
      clearInterval(timer);
    },
  };
}
