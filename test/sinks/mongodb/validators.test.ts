import { expect } from 'chai';
import { Double, Int32 } from 'mongodb';
import type { Plan } from '../../../src/model/plan.ts';
import { failureOf } from '../../../src/sinks/mongodb/schema.ts';
import { planOf, PMI, scenarioIn, scenarioOf } from '../../support/scenario.ts';
import { useDatabase } from './database.ts';
import { runInto } from './run-into.ts';

/** An hour of one metric that climbs from 0 to 59, a value a minute. */
const written = (validator?: unknown): Plan =>
  planOf(
    scenarioOf({
      version: 1,
      name: 'climb',
      time: { start: '2025-02-01T00:00:00Z', duration: '1h', step: '1m' },
      assets: [{ id: 'a', pattern: 'climb', tags: { site: 'x' } }],
      patterns: {
        climb: {
          metrics: {
            height: {
              unit: 'm',
              clamp: [0, 100],
              decimals: 0,
              layers: [{ kind: 'ramp', slope: '60/h', since: '2025-02-01T00:00:00Z' }],
            },
          },
        },
      },
      streams: [{ kind: 'metrics', to: 'heights' }],
      ...(validator === undefined ? {} : { tables: { heights: { validator } } }),
    }),
  );

describe('validators in MongoDB', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const heights = () => database().db.collection('heights');
  const validatorOf = async (name: string): Promise<unknown> => {
    const [found] = await database().db.listCollections({ name }).toArray();
    return (found as { options?: { validator?: unknown } } | undefined)?.options?.validator;
  };

  it('are made from the records that can go there, kept by the server, and take all of them', async () => {
    const summary = await runInto(written('auto'), database().uri);
    expect(summary).to.include({ records: 60, written: 60, rejected: 0 });
    expect(await validatorOf('heights')).to.deep.equal({
      $jsonSchema: {
        bsonType: 'object',
        required: ['asset_id', 'metric_name', 'timestamp', 'value', 'tags'],
        properties: {
          asset_id: { bsonType: 'string' },
          metric_name: { bsonType: 'string', enum: ['height'] },
          timestamp: { bsonType: 'date' },
          value: { bsonType: 'double', minimum: 0, maximum: 100 },
          unit: { bsonType: ['string', 'null'] },
          tags: { bsonType: 'object' },
        },
      },
    });
    const rejected = await heights()
      .insertOne({ asset_id: 'a', metric_name: 'depth' })
      .catch((error: unknown) => error);
    expect(rejected).to.have.property('code').that.is.oneOf([121, 525_074_461]);
  });

  it('of all of PMI take all of PMI', async () => {
    const scenario = scenarioIn(PMI);
    const tables = Object.fromEntries(
      ['assets', 'metrics', 'incidents'].map((name) => [
        name,
        { key: null, indexes: [], hypertable: { kind: 'never' as const }, comment: null, validator: 'auto' },
      ]),
    );
    const plan = planOf({ ...scenario, tables }, { from: Date.UTC(2025, 1, 8), until: Date.UTC(2025, 1, 8, 6) });
    const summary = await runInto(plan, database().uri);
    expect(summary).to.include({ written: plan.records, rejected: 0 });
    for (const name of Object.keys(tables)) expect(await validatorOf(name), name).to.have.property('$jsonSchema');
  });

  it('of our own are set again where they were changed or lost', async () => {
    await runInto(written('auto'), database().uri);
    await database().db.command({ collMod: 'heights', validator: {} });
    await runInto(written({ required: ['value'] }), database().uri);
    expect(await validatorOf('heights')).to.deep.equal({ $jsonSchema: { required: ['value'] } });
  });

  it('of somebody else stay; what they do not take is counted, with the rule and a record, and is added once it may be', async () => {
    await database().db.createCollection('heights');
    await heights().insertOne({ mine: true });
    const theirs = { $jsonSchema: { properties: { value: { maximum: 39 } } } };
    await database().db.command({ collMod: 'heights', validator: theirs });
    const lines: string[] = [];
    const summary = await runInto(written('auto'), database().uri, { lines, batchSize: 7 });
    expect(await validatorOf('heights')).to.deep.equal(theirs);
    expect(summary).to.include({ records: 60, written: 40, present: 0, rejected: 20 });
    const record = {
      asset_id: 'a',
      metric_name: 'height',
      timestamp: '2025-02-01T00:40:00.000Z',
      value: 40,
      unit: 'm',
      tags: { site: 'x' },
    };
    expect(summary.rejections).to.deep.equal([{ table: 'heights', rule: 'value: maximum 39', records: 20, record }]);
    expect(lines.join('\n')).to.contain('did not take 20 records (value: maximum 39)');

    const again = await runInto(written('auto'), database().uri);
    expect(again).to.include({ records: 60, written: 0, present: 40, rejected: 20 });
    await database().db.command({ collMod: 'heights', validator: {} });
    const mended = await runInto(written(), database().uri);
    expect(mended).to.include({ records: 60, written: 20, present: 40, rejected: 0 });
    expect(await runInto(written(), database().uri)).to.include({ written: 0, present: 60, rejected: 0 });
    expect(await heights().countDocuments()).to.equal(61);
  });

  it('that are unique indexes are told in the same way', async () => {
    await heights().createIndex({ asset_id: 1 }, { unique: true }, undefined);
    const summary = await runInto(written(), database().uri);
    expect(summary).to.include({ written: 1, rejected: 59 });
    expect(summary.rejections[0]!.rule).to.match(/^a unique index: /);
  });

  it('are told rule by rule', () => {
    const document = {
      name: 'x',
      value: new Double(4),
      count: new Int32(2),
      at: new Date(0),
      tags: { a: ['b'] },
      gone: null,
    };
    const rules: readonly [schema: object, failure: string | null][] = [
      [{ bsonType: 'object', required: ['name'] }, null],
      [{ required: ['name', 'size'] }, 'size: required'],
      [{ properties: { value: { bsonType: 'int' } } }, 'value: bsonType "int"'],
      [{ properties: { count: { bsonType: ['int', 'long'] }, value: { bsonType: 'number' } } }, null],
      [{ properties: { value: { minimum: 4, exclusiveMinimum: true } } }, 'value: minimum 4'],
      [{ properties: { value: { maximum: 4 } } }, null],
      [{ properties: { name: { enum: ['y'] } } }, 'name: enum ["y"]'],
      [{ properties: { name: { pattern: '^x$', maxLength: 1, minLength: 1 } } }, null],
      [{ properties: { tags: { properties: { a: { items: { bsonType: 'int' } } } } } }, 'tags.a.0: bsonType "int"'],
      [{ properties: { tags: { properties: { a: { maxItems: 0 } } } } }, 'tags.a: maxItems 0'],
      [{ additionalProperties: false, properties: { name: {} } }, 'value: additionalProperties false'],
      [{ properties: { gone: { bsonType: ['string', 'null'] }, at: { bsonType: 'date' } } }, null],
      [{ anyOf: [{ required: ['a'] }, { required: ['name'] }] }, null],
      [
        { oneOf: [{ required: ['name'] }, { required: ['value'] }] },
        'oneOf [{"required":["name"]},{"required":["value"]}]',
      ],
      [{ allOf: [{ required: ['a'] }] }, 'a: required'],
      [{ not: { required: ['name'] } }, 'not {"required":["name"]}'],
      [{ description: 'of no consequence' }, null],
    ];
    for (const [schema, failure] of rules) {
      expect(failureOf(schema as { [name: string]: unknown }, document), JSON.stringify(schema)).to.equal(failure);
    }
  });

  it('are checked in the scenario against the records that go there', () => {
    expect(() => written({ required: ['category'] })).to.throw(/have no field `category`/);
    expect(() => written('strict')).to.throw(/`auto`, or rules/);
  });
});
