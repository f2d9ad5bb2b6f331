/** The smallest scenario around a fragment: what it speaks of is there, and nothing else. */
import { listIn, merge, over } from './merge.ts';
import { CONSTANT, PROPS, SMALLEST } from './props.ts';
import { missingIn } from './said.ts';
import { ORDER } from './sections.ts';
import type { Written } from './topic.ts';

/** A whole scenario, valid, in which the fragment stands as it is. */
export function complete(shown: Written): Written {
  const fragment = withInclude(shown);
  const base = merge(smallest(fragment), usesOf(fragment));
  let props: Written = {};
  const taken = new Set<string>();
  for (;;) {
    const whole = over(merge(base, props), fragment);
    const missing = missingIn(whole, taken);
    if (missing === undefined) return inOrder(born(withoutUnused(whole), JSON.stringify(fragment)));
    taken.add(missing);
    props = merge(props, PROPS[missing]!);
  }
}

/** What an include brings, or a fleet, is not there twice. */
function smallest(fragment: Written): Written {
  const out = new Set([
    ...(JSON.stringify(fragment['include'] ?? '').includes('patterns') ? ['patterns'] : []),
    ...(listIn(fragment, 'assets').some(({ expand }) => expand !== undefined) ? ['assets'] : []),
  ]);
  return Object.fromEntries(Object.entries(SMALLEST).filter(([key]) => !out.has(key)));
}

/** Where the assets of the fragment follow patterns of their own. */
function withoutUnused(whole: Written): Written {
  const followed = listIn(whole, 'assets').flatMap(({ pattern }) => pattern);
  if (followed.includes('load') || whole['include'] !== undefined) return whole;
  const { load: _, ...patterns } = (whole['patterns'] ?? {}) as Written;
  return { ...whole, patterns };
}

/** What counts from a birth needs one. */
function born(whole: Written, fragment: string): Written {
  if (!fragment.includes('"birth"')) return whole;
  return { ...whole, assets: listIn(whole, 'assets').map((one) => ({ ...one, from: '2024-01-01' })) };
}

/** What is extended is included. */
function withInclude(fragment: Written): Written {
  const extended = Object.keys(fragment).find((key) => JSON.stringify(fragment[key]).includes('"extends"'));
  return extended === undefined ? fragment : { include: [`library/${extended}.yaml`], ...fragment };
}

/** What a fragment defines is used. */
function usesOf({ calendars, traits, parameters, patterns, sources }: Written): Written {
  const names = (defined: unknown): string[] => Object.keys(defined ?? {});
  const when = names(calendars).map((name) => ({ kind: 'constant', when: name, value: 10 }));
  const data = Object.fromEntries([
    ...names(traits).map((name) => [name, `$${name}`]),
    ...names(parameters).map((name) => [name, `\${${name}}`]),
  ]) as Written;
  const follows = names(patterns).filter((name) => name !== 'load');
  const vm = { id: 'vm-101', type: 'vm', pattern: follows.length > 0 ? ['load', ...follows] : 'load' };
  const read = names(sources).map((name) => ({ kind: 'records', from: name, to: 'raw_data' }));
  return {
    ...(read.length > 0 ? { streams: read } : {}),
    ...(when.length > 0 ? { patterns: { load: { metrics: { cpu_usage: { layers: [...CONSTANT, ...when] } } } } } : {}),
    ...(names(data).length > 0 ? { assets: [{ ...vm, data }] } : follows.length > 0 ? { assets: [vm] } : {}),
  };
}

const inOrder = (whole: Written): Written =>
  Object.fromEntries(ORDER.filter((key) => Object.hasOwn(whole, key)).map((key) => [key, whole[key]]));
