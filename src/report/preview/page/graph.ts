/** Who depends on whom: assets as boxes, or their types where there are many. */
import type { Preview } from '../../../run/preview/data.ts';
import { html, type Html } from '../../html/html.ts';
import { count, percent } from '../../numbers.ts';
import { clip } from '../../table.ts';
import { layOut, type Node, type Placed } from './layout.ts';

/** Boxes that one can still follow. */
const MOST = 90;
const [BOX, HEIGHT, GAP, LANE] = [176, 34, 8, 64];

interface Box extends Node {
  readonly title: string;
  readonly about: string;
  /** The asset whose series it leads to. */
  readonly leads: string | null;
}

export function graph({ plan, assets }: Preview): Html | null {
  const connected = new Set(
    plan.assets.flatMap(({ id, dependsOn }) => (dependsOn.length === 0 ? [] : [id, ...dependsOn])),
  );
  if (connected.size === 0) return null;
  const grouped = connected.size > MOST;
  const states = new Map(assets.map((one) => [one.asset.id, one.states]));
  const boxes: readonly Box[] = grouped
    ? types(plan.assets)
    : plan.assets
        .filter(({ id }) => connected.has(id))
        .map((asset) => {
          const up = states.get(asset.id)?.up;
          const about = `${asset.type}${up === undefined ? '' : `, up ${percent(up)}`}`;
          return { id: asset.id, dependsOn: asset.dependsOn, title: asset.id, about, leads: asset.id };
        });
  const { placed, columns, rows } = layOut(boxes);
  const [width, height] = [columns * (BOX + LANE) - LANE + 2, rows * (HEIGHT + GAP) + 2];
  const nodes = [...placed.values()];
  const edges = nodes.flatMap((to) =>
    to.node.dependsOn.flatMap((id) => {
      const from = placed.get(id);
      return from === undefined || from === to ? [] : [edge(from, to)];
    }),
  );
  const alone = plan.assets.length - plan.assets.filter(({ id }) => connected.has(id)).length;
  return html`<p>
      What stands at the left takes down what stands at the right of it${grouped ? ', by type' : ''}.
      ${alone > 0 && !grouped ? `${count(alone)} assets depend on nothing, and nothing on them.` : ''}
    </p>
    <div class="graph scroll" tabindex="0" role="region" aria-label="Graph of dependencies">
      <svg
        width="${width}"
        height="${height}"
        viewBox="0 0 ${width} ${height}"
        role="group"
        aria-label="Dependency graph"
      >
        ${edges}${nodes.map(boxOf)}
      </svg>
    </div>`;
}

/** One box for each type; it depends on the types that its assets depend on. */
function types(assets: Preview['plan']['assets']): readonly Box[] {
  const typeOf = new Map(assets.map(({ id, type }) => [id, type]));
  return [...new Set(typeOf.values())].map((type) => {
    const members = assets.filter((asset) => asset.type === type);
    const below = new Set(members.flatMap(({ dependsOn }) => dependsOn.map((id) => typeOf.get(id) ?? '')));
    below.delete(type);
    return { id: type, dependsOn: [...below], title: type, about: `${count(members.length)} assets`, leads: null };
  });
}

const left = ({ column }: Placed<Box>): number => column * (BOX + LANE) + 1;
const top = ({ row }: Placed<Box>): number => row * (HEIGHT + GAP) + 1;

function edge(from: Placed<Box>, to: Placed<Box>): Html {
  const [x1, y1, x2, y2] = [left(from) + BOX, top(from) + HEIGHT / 2, left(to), top(to) + HEIGHT / 2];
  const half = (x1 + x2) / 2;
  return html`<path class="edge" d="M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}" />`;
}

function boxOf(placed: Placed<Box>): Html {
  const { title, about, leads } = placed.node;
  const [x, y] = [left(placed), top(placed)];
  const drawn = html`<rect x="${x}" y="${y}" width="${BOX}" height="${HEIGHT}" rx="5" />
    <text x="${x + 10}" y="${y + 15}">${clip(title, 24)}</text>
    <text class="quiet" x="${x + 10}" y="${y + 28}">${clip(about, 30)}</text>`;
  return leads === null
    ? html`<g>${drawn}</g>`
    : html`<a href="#series" data-choose="${leads}" aria-label="${title}, ${about}">${drawn}</a>`;
}
