/** Cases that are too long to be kept as files: what they hold, by the name of the file. */
export const made: ReadonlyMap<string, string> = new Map([
  ['text-too-large.yaml', `# ${'x'.repeat(1_048_576)}\nname: case\n`],
  ['text-too-many-entries.yaml', `name: case\nassets: [${'1, '.repeat(20_001)}]\n`],
]);
