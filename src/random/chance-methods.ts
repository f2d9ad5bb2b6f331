/**
 * The methods of the chance package that a scenario may use: those that give a name, an address or the like, read
 * no clock, and use no function whose last digit depends on the engine. Apart from the package itself, which is
 * large, so that a scenario can be checked without loading it.
 */
import type { Scalar } from '../model/units.ts';

/** What an option may be: one of some words, a whole number, any text, or true and false. */
export type ChanceOption = readonly string[] | { readonly from: number; readonly to: number } | 'text' | 'boolean';

export interface ChanceMethod {
  readonly summary: string;
  readonly options: { readonly [name: string]: ChanceOption };
}

const gender = ['male', 'female'];
const whole = (from: number, to: number): ChanceOption => ({ from, to });
const method = (summary: string, options: ChanceMethod['options'] = {}): ChanceMethod => ({ summary, options });

export const chanceMethods: { readonly [method: string]: ChanceMethod } = {
  // People
  first: method('First name.', { gender, nationality: ['en', 'it', 'nl', 'fr'] }),
  last: method('Last name.', { nationality: ['en', 'it', 'nl', 'uk', 'de', 'jp', 'es', 'fr'] }),
  name: method('First and last name.', {
    ...{ gender, nationality: ['en', 'it', 'nl', 'fr'], middle: 'boolean', middle_initial: 'boolean' },
    ...{ prefix: 'boolean', suffix: 'boolean' },
  }),
  prefix: method('Form of address: Dr., Mrs.', { gender, full: 'boolean' }),
  suffix: method('What follows a name: Ph.D., Jr.', { full: 'boolean' }),
  gender: method('Male or Female.'),
  profession: method('Profession.', { rank: 'boolean' }),
  company: method('Name of a company.'),

  // The net
  domain: method('Domain name.', { tld: 'text' }),
  email: method('Address of electronic mail.', { domain: 'text', length: whole(1, 64) }),
  guid: method('Identifier of 128 bits, as text.', { version: whole(1, 8) }),
  hash: method('Hexadecimal digits.', { length: whole(1, 256), casing: ['lower', 'upper'] }),
  ip: method('IPv4 address.'),
  ipv6: method('IPv6 address.'),
  mac_address: method('MAC address.', { separator: [':', '-', '.'], networkVersion: 'boolean' }),
  port: method('Number of a port, 0 to 65535.'),
  tld: method('Top-level domain.'),
  url: method('Address of a page.', { protocol: 'text', domain: 'text', domain_prefix: 'text', path: 'text' }),

  // Places
  address: method('House number and street.', { country: ['us', 'it'], short_suffix: 'boolean' }),
  areacode: method('Area code of a telephone number.', { parens: 'boolean' }),
  city: method('Name of a city that does not exist.'),
  country: method('Country, as its code or in full.', { full: 'boolean' }),
  county: method('County of the United Kingdom.'),
  geohash: method('Geohash.', { length: whole(1, 12) }),
  locale: method('Language, or language and region: en, en-GB.', { region: 'boolean' }),
  phone: method('Telephone number.', {
    ...{ country: ['us', 'uk', 'fr', 'br'], mobile: 'boolean', formatted: 'boolean' },
  }),
  postal: method('Postal code of Canada.'),
  postcode: method('Postcode of the United Kingdom.'),
  province: method('Province.', { country: ['ca', 'it'], full: 'boolean' }),
  state: method('State or region.', { country: ['us', 'it', 'mx'], full: 'boolean' }),
  street: method('Name of a street.', { country: ['us', 'it'], short_suffix: 'boolean' }),
  zip: method('ZIP code of the United States.', { plusfour: 'boolean' }),

  // Words
  animal: method('Animal.', { type: ['ocean', 'desert', 'grassland', 'forest', 'farm', 'pet', 'zoo'] }),
  sentence: method('Sentence of words without meaning.', { words: whole(1, 100) }),
  word: method('Word without meaning.', { syllables: whole(1, 16), capitalize: 'boolean' }),
};

/** What is wrong with the value of an option ("must be …"); null where it is legal. */
export function optionProblem(option: ChanceOption, value: Scalar): string | null {
  if (option === 'text') return typeof value === 'string' && value !== '' ? null : 'must be text';
  if (option === 'boolean') return typeof value === 'boolean' ? null : 'must be true or false';
  if ('from' in option) {
    const legal =
      typeof value === 'number' && value === Math.floor(value) && value >= option.from && value <= option.to;
    return legal ? null : `must be a whole number from ${option.from} to ${option.to}`;
  }
  return typeof value === 'string' && option.includes(value) ? null : `must be one of ${option.join(', ')}`;
}
