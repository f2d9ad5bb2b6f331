import { quoteForShell } from '../shell.ts';
import { defineSink } from '../sink.ts';
import { addressOf, mongodbFields, mongodbVariables } from './options.ts';

export const mongodb = defineSink({
  kind: 'mongodb',
  summary: 'A MongoDB database, or one that speaks its protocol: one collection a table, nested documents.',
  fields: mongodbFields,
  examples: [
    { kind: 'mongodb', url: 'mongodb://127.0.0.1:27017/pmi' },
    { kind: 'mongodb', host: 'db.example.com', database: 'pmi', username: 'seeder', password: '${MONGODB_PASSWORD}' },
  ],
  schemes: ['mongodb', 'mongodb+srv'],
  variables: mongodbVariables,
  // Without a host, everything is told by the environment.
  parseUrl: (url) => (url === 'mongodb:' ? {} : { url }),
  label: (options) => addressOf(options).label,
  // One round of group, documents and ledger costs a few milliseconds; two connections share twenty of them evenly.
  traits: { groupRecords: 100_000, ledger: true, follow: true },
  look(options, tables) {
    const [first] = tables;
    if (first === undefined) return null;
    return `mongosh ${quoteForShell(addressOf(options).label)} --eval ${quoteForShell(`db.getCollection(${JSON.stringify(first.name)}).find().limit(10)`)}`;
  },
  async contents(options, queries) {
    const { readContents } = await import('./contents.ts');
    return readContents(options, queries);
  },
  async check(options, context, request) {
    const { checkMongoDB } = await import('./check.ts');
    await checkMongoDB(options, context, request);
  },
  async open(options, context) {
    const { openMongoDB } = await import('./target.ts');
    return openMongoDB(options, context);
  },
});
