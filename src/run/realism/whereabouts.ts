/** Where the parts of a scenario are written, for what is found out only by making its data. */
import type { Source } from '../../language/source.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { Asset } from '../../model/plan.ts';
import type { AssetDefinition, Episode, Scenario } from '../../model/scenario.ts';
import type { EpisodeId, Json, MetricName } from '../../model/units.ts';
import { membersNamed } from '../../timeline/member.ts';

type Path = readonly (string | number)[];

export class Whereabouts {
  readonly #scenario: Scenario;
  /** The scenario first: what it changes of an include stands there. */
  readonly #sources: readonly Source[];

  /** @param sources includes first, the scenario last */
  constructor(scenario: Scenario, sources: readonly Source[]) {
    this.#scenario = scenario;
    this.#sources = [...sources].reverse();
  }

  /** A metric of a pattern, in it or in the one that it extends. */
  metric(pattern: string, name: MetricName): Place {
    const family = this.#family(pattern);
    return this.#first(...family.map((of) => ['patterns', of, 'metrics', name]), ['patterns', pattern]);
  }

  /** The bounds of a metric: its own, else those of the catalogue. */
  clamp(pattern: string, name: MetricName): Place {
    const own = this.#family(pattern).map((of) => ['patterns', of, 'metrics', name]);
    const bounds = [...own.map((path) => [...path, 'clamp']), ['metrics', name, 'clamp']];
    return this.#first(...bounds, ...own, ['patterns', pattern]);
  }

  /** A pattern, what it extends, what that extends. */
  #family(pattern: string): readonly string[] {
    const names = [pattern];
    for (const name of names) {
      const base = this.#sources
        .map(({ value }) => valueAt(value, ['patterns', name, 'extends']))
        .find((of) => of !== undefined);
      if (typeof base === 'string' && !names.includes(base)) names.push(base);
    }
    return names;
  }

  /** The definition that an asset is of, by its id or its template. */
  asset(asset: Asset): Place {
    return this.#main.place(['assets', this.definition(asset)], 'value');
  }

  /** Its number in the list of assets. */
  definition({ id, type }: Asset): number {
    const fits = ({ id: template, type: of, parent, expand }: AssetDefinition): boolean =>
      of === type &&
      (expand === null
        ? template === id
        : !membersNamed(id, template, expand.over === null ? parent : undefined).next().done);
    return Math.max(0, this.#scenario.assets.findIndex(fits));
  }

  /** The shares of success of the jobs of a stream. */
  success(stream: string): Place {
    const index = this.#scenario.streams.findIndex(({ id }) => id === stream);
    return this.#first(['streams', index, 'success'], ['streams', index]);
  }

  episode(id: EpisodeId): Place {
    for (const source of this.#sources) {
      for (const section of ['episodes', 'downtime', 'reliability']) {
        const index = itemsOf(source.value, section).findIndex((item) => valueAt(item, ['id']) === id);
        if (index >= 0) return source.place([section, index, 'id'], 'value');
      }
    }
    return this.#first(['episodes']);
  }

  /** The rule of reliability that is in force for an episode of it: rules keep the order of the file. */
  reliability(rule: Episode | undefined): Place {
    const rules = this.#scenario.episodes.filter(({ schedule }) => schedule.timing.kind === 'uptime');
    const index = rules.findIndex((episode) => episode === rule);
    return this.#first(['reliability', index, 'uptime'], ['reliability', index], ['reliability']);
  }

  get #main(): Source {
    return this.#sources[0]!;
  }

  /** The first of these that is written anywhere. */
  #first(...paths: readonly Path[]): Place {
    for (const path of paths) {
      const source = this.#sources.find(({ value }) => valueAt(value, path) !== undefined);
      if (source !== undefined) return source.place(path, typeof path.at(-1) === 'number' ? 'value' : 'key');
    }
    return this.#main.place([]);
  }
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.hasOwn(found, step) ? (found as { readonly [key: string | number]: Json })[step] : undefined;
  }
  return found;
}

function itemsOf(value: Json, section: string): readonly Json[] {
  const items = valueAt(value, [section]);
  return Array.isArray(items) ? (items as readonly Json[]) : [];
}
