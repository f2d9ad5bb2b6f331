/** Which column can hold what a draw gives. */
import type { Draw } from '../../model/draw.ts';
import type { AssetDefinition, ColumnType, DataValue } from '../../model/scenario.ts';
import { variableType, type Variables } from './scope.ts';

export interface Knowledge {
  readonly variables: Variables;
  readonly fields: { readonly [name: string]: Draw };
  readonly traits: { readonly [name: string]: Draw };
  readonly assets: readonly AssetDefinition[];
}

export function columnType(draw: Draw, known: Knowledge): ColumnType {
  switch (draw.kind) {
    case 'constant':
      return typeof draw.value === 'number' ? 'number' : typeof draw.value === 'boolean' ? 'boolean' : 'text';
    case 'data':
      return 'json';
    case 'case':
      return common(Object.values(draw.branches).map((branch) => columnType(branch, known)));
    case 'template':
    case 'chance':
      return 'text';
    case 'one_of':
      return common(draw.choices.map(({ value }) => columnType(value, known)));
    case 'reference':
      return referenceType(draw.of, draw.name, known);
    default:
      return 'number';
  }
}

function referenceType(of: 'field' | 'trait' | 'variable', name: string, known: Knowledge): ColumnType {
  if (of === 'variable') {
    const [, group, key] = /^(data|fields)\.([^.]+)$/.exec(name) ?? [];
    if (key !== undefined) {
      const own = known.assets.filter((asset) => Object.hasOwn(asset[group as 'data' | 'fields'], key));
      return common(
        own.map(({ data, fields }) =>
          group === 'fields' ? columnType(fields[key]!, known) : dataType(data[key]!, known),
        ),
      );
    }
    return variableType(name, known.variables) ?? 'json';
  }
  const drawn = of === 'field' ? known.fields[name] : known.traits[name];
  return drawn === undefined ? 'json' : columnType(drawn, known);
}

function dataType(value: DataValue, known: Knowledge): ColumnType {
  if (value.kind === 'value') return columnType(value.draw, known);
  if (value.kind !== 'json' || typeof value.value === 'object') return 'json';
  return columnType({ kind: 'constant', value: value.value }, known);
}

/** Values of several types share a column of JSON. */
function common(types: readonly ColumnType[]): ColumnType {
  const [first = 'json', ...rest] = new Set(types);
  return rest.length === 0 ? first : 'json';
}
