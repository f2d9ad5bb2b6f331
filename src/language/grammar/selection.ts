import { map, oneOrList, text } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** Which assets: all keys must agree; of several values one is enough. */
export const selectionFields = {
  ids: oneOrList(text({ summary: 'An id; * stands for any characters.' }), {
    summary: 'Assets with these ids.',
    optional: true,
    nonEmpty: true,
    examples: [['vm-101', 'svc-*']],
  }),
  type: oneOrList(text({ summary: 'A type.' }), {
    summary: 'Assets of these types.',
    optional: true,
    nonEmpty: true,
    examples: ['service', ['vm', 'container']],
  }),
  tags: map(oneOrList(text({ summary: 'A value.' }), { summary: 'One of these values.', nonEmpty: true }), {
    summary: 'Assets with these tags.',
    optional: true,
    examples: [{ environment: 'production' }],
  }),
  parent: oneOrList(text({ summary: 'An id.' }), {
    summary: 'Direct children of these assets.',
    optional: true,
    nonEmpty: true,
    examples: ['pve-node-01'],
  }),
  within: oneOrList(text({ summary: 'An id.' }), {
    summary: 'All that stands on these assets, at any depth, and they themselves.',
    optional: true,
    nonEmpty: true,
    examples: ['rack-7'],
  }),
} satisfies Fields;
