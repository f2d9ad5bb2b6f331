/** A chart on a page: what it shows, as data that the page's script draws, with its meaning in words. */
import { type Html, html, json } from './html.ts';
import { pack, type Packed } from './pack.ts';

/** What a colour says, the same on all pages; `style.css` has them for light and dark. */
export type Tone = 'main' | 'before' | 'after' | 'soft' | 'up' | 'degraded' | 'down' | 'planned';

/** Instants, ms since Monday or midnight of a wall clock, or plain numbers. */
export type Axis =
  | { readonly kind: 'time'; readonly offsets: readonly (readonly [from: number, offset: number])[] }
  | { readonly kind: 'day' }
  | { readonly kind: 'week' }
  | { readonly kind: 'number'; readonly label: string };

/** NaN in `y` is a gap. Of `bars` a number of `x` is where the bar begins; the last one ends the last bar. */
export interface Line {
  readonly label: string;
  readonly tone: Tone;
  readonly look: 'line' | 'bars';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** An area between two lines. */
export interface Band {
  readonly label: string;
  readonly tone: Tone;
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** A stretch of the x axis that something is said of. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  readonly label: string;
}

export interface Figure {
  readonly title: string;
  /** What one sees, in words: for screen readers, and where nothing is drawn. */
  readonly summary: string;
  readonly axis: Axis;
  readonly unit: string | null;
  /** After the point; null: as many as a number has. */
  readonly digits: number | null;
  /** The even step of x, where it has one: numbers take less room. */
  readonly step: number | null;
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
  readonly height: 'tall' | 'low';
}

/** What the page's script reads. */
export interface PackedFigure extends Omit<Figure, 'lines' | 'bands'> {
  readonly lines: readonly (Omit<Line, 'x' | 'y'> & { readonly x: Packed; readonly y: Packed })[];
  readonly bands: readonly (Omit<Band, 'x' | 'low' | 'high'> & {
    readonly x: Packed;
    readonly low: Packed;
    readonly high: Packed;
  })[];
}

function packFigure(figure: Figure): PackedFigure {
  const { digits, step } = figure;
  const x = (numbers: ArrayLike<number>): Packed => pack(numbers, { digits: 0, scale: step ?? 1 });
  const y = (numbers: ArrayLike<number>): Packed => pack(numbers, { digits });
  return {
    ...figure,
    lines: figure.lines.map((line) => ({ ...line, x: x(line.x), y: y(line.y) })),
    bands: figure.bands.map((band) => ({ ...band, x: x(band.x), low: y(band.low), high: y(band.high) })),
  };
}

/** A figure that the script draws when it comes into view. */
export function figure(spec: Figure): Html {
  return html`<figure class="chart ${spec.height}" data-figure>
    <figcaption>${spec.title}${spec.unit === null ? null : html` <span class="unit">${spec.unit}</span>`}</figcaption>
    <p class="words">${spec.summary}</p>
    <script type="application/json">
      ${json(packFigure(spec))}
    </script>
  </figure>`;
}
