/** What oclif says of a command line, in our words: what is missing or unknown, what was probably meant, what to type next. */
import type { Errors } from '@oclif/core';
import { suggest } from '../language/diagnostics/suggest.ts';
import { Exit, type Failure } from '../model/errors.ts';

/** Its errors carry what they are about, as far as it is known; `parse` is empty for some. */
export type OclifError = Errors.CLIError & {
  readonly args?: readonly { readonly name: string; readonly description?: string }[] | readonly string[];
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: { readonly [name: string]: unknown } } };
};

/** @param command the one whose line it is, where it was found */
export function usageFailure(error: OclifError, command: string | undefined): Failure {
  const help = `seedctl ${command === undefined ? '' : `${command} `}--help`;
  return { code: 'usage', exit: Exit.usage, message: messageOf(error, command), next: help };
}

/** @param names of all commands */
export function unknownCommand(written: string, names: readonly string[]): Failure {
  const nearest = suggest(written, names);
  return {
    code: 'usage',
    exit: Exit.usage,
    message: `there is no command ${written}${nearest === null ? '' : `; did you mean ${nearest}?`}`,
    next: nearest === null ? 'seedctl --help' : `seedctl ${nearest} --help`,
  };
}

function messageOf({ message, args = [], flags = [], parse }: OclifError, command: string | undefined): string {
  if (message.startsWith('Missing ')) {
    const missing = args.flatMap((arg) => (typeof arg === 'string' ? [] : [arg]));
    const [{ description } = {}] = missing;
    const names = missing.map(({ name }) => name.toUpperCase()).join(' and ');
    return `${command ?? 'the command'} needs ${names}${description === undefined ? '' : `: ${description}`}`;
  }
  if (message.startsWith('Nonexistent flag')) {
    const known = Object.keys(parse?.input?.flags ?? {});
    return flags
      .map((flag) => {
        const nearest = suggest(flag.replace(/^-+/, ''), known);
        return `there is no flag ${flag}${nearest === null ? '' : `; did you mean --${nearest}?`}`;
      })
      .join('; ');
  }
  const said = message
    .replace(/^Parsing (--\S+) \n\t/, '$1: ')
    .replace(/^The following errors? occurred:\s+/, '')
    .replaceAll('=true', '')
    .replace(/\n?See more help with --help$/, '')
    .trimEnd();
  // What follows a command that takes nothing is looked up as a command below it.
  return said.replace(/^[Cc]ommand [^:\s]+:(\S+) not found$/, 'unexpected argument: $1');
}
