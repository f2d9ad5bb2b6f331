/**
 * The part of JSON Schema (draft-07) that the language is described with, and our annotations on it.
 * Messages are made from the annotations, so a schema that is well annotated explains itself.
 */
export type Schema = boolean | ObjectSchema;

export interface ObjectSchema {
  /** Only references within the document: `#/definitions/layer`. */
  readonly $ref?: string;
  readonly definitions?: { readonly [name: string]: Schema };
  readonly $defs?: { readonly [name: string]: Schema };

  readonly type?: JsonType | readonly JsonType[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;

  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;

  /** One schema for all items, or one for each place of a tuple. */
  readonly items?: Schema | readonly Schema[];
  readonly additionalItems?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  readonly properties?: { readonly [name: string]: Schema };
  readonly patternProperties?: { readonly [pattern: string]: Schema };
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** What may not stand together: `{ at: { not: { required: ['every'] } } }`, or keys that a key needs. */
  readonly dependencies?: { readonly [name: string]: Schema | readonly string[] };

  readonly allOf?: readonly Schema[];
  /** The branch that was meant is told by `kind`, else by the written value's type, else by its keys. */
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;

  /** The noun of the block, without article: `sine layer`; messages say "a sine layer". */
  readonly title?: string;
  /** One sentence; shown where the key is missing. */
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** Whole blocks that an editor offers (an annotation of VS Code's that YAML editors share). */
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description: string;
    readonly body: unknown;
  }[];
  /** What is expected, with article and example: `a duration such as 15m, 2h or 14d`. */
  readonly 'x-expected'?: string;
  /** `ms`, `percentage`, `unit of the metric`. */
  readonly 'x-unit'?: string;
}

export type JsonType = 'null' | 'boolean' | 'object' | 'array' | 'number' | 'integer' | 'string';
