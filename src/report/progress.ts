/** How far a run is: a bar on a terminal, a line every ten seconds elsewhere, nothing with `--quiet`. */
import cliProgress from 'cli-progress';
import type { Batch } from '../model/table.ts';
import { compact, span } from './numbers.ts';
import type { Style } from './style.ts';
import { clip, widthOf } from './table.ts';

export interface ProgressDisplay {
  batch(batch: Batch): void;
  stop(): void;
}

const LINE_MS = 10_000;
const BAR_WIDTH = 20;

export function showProgress(stream: NodeJS.WriteStream, style: Style, total: number, quiet: boolean): ProgressDisplay {
  if (quiet || total === 0) return { batch() {}, stop() {} };
  return stream.isTTY ? bar(stream, style, total) : lines(stream, total);
}

/** What the last batch was, in words. */
interface Position {
  done: number;
  table: string;
  series: string;
  time: string;
}

function follow(position: Position, { table, asset, metric, columns, count }: Batch): void {
  position.done += count;
  position.table = table.name;
  position.series = metric === null ? asset : `${asset} ${metric}`;
  const times = columns.find((column) => column.kind === 'times');
  const last = times?.values[count - 1];
  position.time = last === undefined ? '' : new Date(last).toISOString().slice(0, 16).replace('T', ' ');
}

function amounts({ done }: Position, total: number, startedAt: number): string {
  const elapsed = Math.max(1, performance.now() - startedAt);
  const rate = (done / elapsed) * 1000;
  const left = done === 0 ? '' : `, ${span(((total - done) / rate) * 1000)} left`;
  return `${Math.floor((done / total) * 100)} %, ${compact(done)} of ${compact(total)}, ${compact(rate)}/s${left}`;
}

function bar(stream: NodeJS.WriteStream, style: Style, total: number): ProgressDisplay {
  const position: Position = { done: 0, table: '', series: '', time: '' };
  const startedAt = performance.now();
  const [full, empty] = style.unicode ? ['█', '░'] : ['#', '.'];
  const display = new cliProgress.SingleBar({
    stream,
    fps: 10,
    hideCursor: true,
    clearOnComplete: true,
    // The bar leaves Ctrl-C to the run.
    gracefulExit: false,
    format: () => {
      const whole = Math.min(BAR_WIDTH, Math.floor((position.done / total) * BAR_WIDTH));
      const drawn = style.accent(full.repeat(whole)) + style.dim(empty.repeat(BAR_WIDTH - whole));
      const figures = amounts(position, total, startedAt);
      const room = style.width - BAR_WIDTH - widthOf(figures) - 4;
      const where = [position.table, position.series, position.time].filter((part) => part !== '').join(' ');
      return `${drawn} ${figures}${room < 8 ? '' : `  ${style.dim(clip(where, room))}`}`;
    },
  });
  display.start(total, 0);
  return {
    batch(batch) {
      follow(position, batch);
      display.update(Math.min(position.done, total));
    },
    stop() {
      display.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream, total: number): ProgressDisplay {
  const position: Position = { done: 0, table: '', series: '', time: '' };
  const startedAt = performance.now();
  let saidAt = startedAt;
  const say = () => {
    if (performance.now() - saidAt < LINE_MS) return;
    saidAt = performance.now();
    stream.write(
      `${amounts(position, total, startedAt)}: ${position.table} ${position.series} ${position.time}`.trimEnd() + '\n',
    );
  };
  // For targets that keep us waiting; while values are made, `batch` keeps the time.
  const timer = setInterval(say, 1000);
  timer.unref();
  return {
    batch(batch) {
      follow(position, batch);
      say();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
