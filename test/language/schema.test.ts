import { Ajv } from 'ajv';
import { expect } from 'chai';
import { librarySchema, scenarioSchema } from '../../src/language/schema.ts';

type Node = { readonly [key: string]: unknown };

const ANNOTATIONS = [
  'x-expected',
  'x-unit',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'defaultSnippets',
];

/** Every schema in a schema, with its place. */
function* schemasIn(node: unknown, place: string): Generator<readonly [string, Node]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [place, node as Node];
  for (const [key, inner] of Object.entries(node)) {
    if (!['examples', 'default', 'enum', 'const'].includes(key)) yield* schemasIn(inner, `${place}/${key}`);
  }
}

for (const [name, schema] of Object.entries({ scenario: scenarioSchema(), library: librarySchema() })) {
  describe(`the JSON Schema of a ${name}`, () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
    ajv.addVocabulary(ANNOTATIONS);
    ajv.addSchema(schema, 'language');
    // References of a part lead into the whole.
    const partOf = (node: Node) => JSON.parse(JSON.stringify(node).replaceAll('"#/', '"language#/')) as Node;
    const seen = new Set<string>();

    it('is a schema of draft-07', () => {
      expect(ajv.validateSchema(schema), ajv.errorsText()).to.equal(true);
    });

    it('accepts its own examples and defaults', () => {
      const bad = [...schemasIn(schema, '')].flatMap(([place, node]) => {
        const values = [
          ...((node['examples'] as unknown[] | undefined) ?? []),
          ...('default' in node ? [node['default']] : []),
        ];
        const text = JSON.stringify(node);
        if (values.length === 0 || typeof node['description'] !== 'string' || seen.has(text)) return [];
        seen.add(text);
        const validate = ajv.compile(partOf(node));
        return values.filter((value) => !validate(value)).map((value) => `${place}: ${JSON.stringify(value)}`);
      });
      expect(bad).to.deep.equal([]);
    });

    it('explains every key, and leaves x- keys free', () => {
      const silent = [...schemasIn(schema, '')].flatMap(([place, node]) => {
        if (node['type'] !== 'object' || node['additionalProperties'] !== false) return [];
        expect(node['patternProperties'], place).to.deep.equal({ '^x-': true });
        return Object.entries(node['properties'] as Node)
          .filter(([, property]) => typeof (property as Node)['description'] !== 'string')
          .map(([key]) => `${place}/${key}`);
      });
      expect(silent).to.deep.equal([]);
    });
  });
}
