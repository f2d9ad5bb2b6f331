/** The schema beside this file is that of OASIS, as it is (github.com/oasis-tcs/sarif-spec, sarif-2.1/schema). */
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSarif } from '../../../src/language/diagnostics/sarif.ts';
import { explanations } from '../../../src/language/diagnostics/codes.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

// Draft 4 calls the id of a schema `id`, which later drafts do not know; nothing else in it differs.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(join(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8')) as {
  [key: string]: unknown;
};
const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);

function logOf(diagnostics: readonly Diagnostic[]): Log {
  const log = JSON.parse(renderSarif(diagnostics, '1.2.3')) as Log;
  expect(valid(log), JSON.stringify(valid.errors)).to.equal(true);
  return log;
}

const problem = (file: string, code: string, line: number, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  ...{
    file,
    line,
    column: 3,
    endLine: line,
    endColumn: 9,
    severity,
    code,
    message: 'It is wrong',
    hint: 'Write it right',
  },
});

describe('SARIF 2.1.0', () => {
  it('is what the schema of OASIS asks for, with no problem, and with one of every code', () => {
    expect(logOf([]).runs[0]!.results).to.deep.equal([]);
    const every = Object.keys(explanations).map((code, i) => problem('a.yaml', code, i + 1));
    expect(logOf(every).runs[0]!.results).to.have.length(every.length);
  });

  it('tells problems of several files apart, includes among them', () => {
    const { results, tool } = logOf([
      problem('scenarios/a.yaml', 'unknown-key', 3),
      problem('scenarios/library/b.yaml', 'unused', 7, 'warning'),
      problem('scenarios/c.yaml', 'unknown-key', 3),
    ]).runs[0]!;
    const places = results.map(({ locations: [place] }) => place!.physicalLocation);
    expect(places.map(({ artifactLocation: { uri }, region }) => `${uri}:${region.startLine}`)).to.deep.equal([
      'scenarios/a.yaml:3',
      'scenarios/library/b.yaml:7',
      'scenarios/c.yaml:3',
    ]);
    expect(results.map(({ level }) => level)).to.deep.equal(['error', 'warning', 'error']);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).to.equal(ruleId);
    expect(tool.driver.rules).to.have.length(2);
  });

  it('writes paths as references that can be resolved', () => {
    const uri = (file: string) =>
      logOf([problem(file, 'unused', 1)]).runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri;
    expect(uri('my scenarios/100%.yaml')).to.equal('my%20scenarios/100%25.yaml');
    expect(uri('/tmp/a.yaml')).to.equal('file:///tmp/a.yaml');
    expect(uri(String.raw`C:\data\a.yaml`)).to.equal('file:///C:/data/a.yaml');
    expect(uri('../a.yaml')).to.equal('../a.yaml');
  });
});
