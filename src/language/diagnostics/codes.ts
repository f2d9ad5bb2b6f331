/**
 * Every code that a diagnostic of the language may have, with what its page in docs/errors says. A code is stable:
 * scripts may look for it, so it is never given another meaning.
 */
export interface Explanation {
  /** What it means, and why it matters. */
  readonly means: string;
  /** How to mend it. */
  readonly mend: string;
  /** The case in test/errors whose first diagnostic of this code is shown. */
  readonly example: string;
}

/** By what they are about, in the order of the index. */
export const chapters = {
  'The text of the file': {
    'bad-key': {
      means:
        'A key is a short text on one line. A list, a block or nothing at all cannot be one, and usually stands there because a colon or a quote went astray.',
      mend: 'Write `key: value`, with a space after the colon, and put unusual keys in quotes.',
      example: 'key-missing',
    },
    'control-character': {
      means:
        'Characters that nobody sees (NUL, a lone surrogate, marks that change the direction of text) make a file that reads differently from what it does, and databases refuse some of them.',
      mend: 'Remove the character, or write it as an escape in double quotes where it is meant.',
      example: 'control-character',
    },
    directive: {
      means:
        'A scenario is YAML 1.2, so that `on`, `yes` and `23:00` are texts. Other directives would change how every line is read.',
      mend: 'Remove the line that starts with `%`.',
      example: 'yaml-directive',
    },
    'duplicate-key': {
      means:
        'One block has the same key twice. YAML readers differ in which of the two they keep, and one of them would be silently lost.',
      mend: 'Keep one of the two, or join what they say.',
      example: 'duplicate-key',
    },
    'empty-file': {
      means: 'The file, or a data file that it names, holds nothing to read.',
      mend: 'Start from a scenario that ships (`seedctl scenarios`), or write the rows that are missing.',
      example: 'empty',
    },
    encoding: {
      means: 'Scenarios are UTF-8. In another encoding letters would turn into other letters in your data.',
      mend: 'Save the file as UTF-8.',
      example: 'utf16',
    },
    'forbidden-key': {
      means:
        'Some names (`__proto__`, `constructor`, `prototype`) mean something to programs that read the data later, and can be used to attack them.',
      mend: 'Use another name.',
      example: 'forbidden-keys',
    },
    'integer-too-large': {
      means: 'Integers above 2^53 − 1 cannot be held exactly as numbers: the data would show another one.',
      mend: 'Put an identifier in quotes; for a quantity write a smaller number.',
      example: 'numbers',
    },
    'merge-key': {
      means: 'Merge keys (`<<`) are no part of YAML 1.2, and readers disagree on them.',
      mend: 'Write the keys out, use an anchor for a whole value, or put what is common into the catalogue or a pattern.',
      example: 'merge-key',
    },
    'not-finite': {
      means: 'Data hold finite numbers only: not infinity, not NaN, nothing beyond what 64 bits can hold.',
      mend: 'Write a finite number; for an open end of a clamp write null.',
      example: 'numbers',
    },
    'recursive-alias': {
      means: 'An alias stands within what it stands for, so what it means would never end.',
      mend: 'Write the inner value out.',
      example: 'alias-recursive',
    },
    'second-document': {
      means: 'A scenario is one document. What follows `---` would not be read.',
      mend: 'Put the second document into a file of its own.',
      example: 'second-document',
    },
    syntax: {
      means:
        'The text is not YAML, so nothing of it can be read. Only the first problem is shown: what follows it is mostly its echo.',
      mend: 'Correct the marked place; the usual causes are indentation, an open quote or bracket, and a colon without a space.',
      example: 'syntax-colon-in-value',
    },
    'too-deep': {
      means:
        'Lists and blocks are nested deeper than any scenario needs; such files can bring down programs that read them.',
      mend: 'Flatten it: more than 64 levels are not read.',
      example: 'nesting-deep',
    },
    'too-large': {
      means: 'A scenario is at most 1 MiB. Larger files are usually data, which belongs into CSV files.',
      mend: 'Use `expand` for fleets, and name data files with `file:`.',
      example: 'text-too-large',
    },
    'too-many-aliases': {
      means: 'What the aliases stand for, written out, would be enormous. This is how a small file can eat all memory.',
      mend: 'Use an anchor for small values; it may be used hundreds of times.',
      example: 'alias-bomb',
    },
    'too-many-entries': {
      means: 'A file holds at most 20,000 keys and list items; above that reading it becomes slow.',
      mend: 'Use `expand` for fleets, or split the definitions over includes.',
      example: 'text-too-many-entries',
    },
    'unknown-alias': {
      means: 'An alias `*name` stands for what an anchor `&name` marks above it, and there is none.',
      mend: 'Add the anchor above, or put text that starts with * in quotes.',
      example: 'alias-unknown',
    },
    'unknown-tag': {
      means: 'Tags such as `!!python/object` would make values of other kinds; only those of the core schema are read.',
      mend: 'Remove the tag; write text in quotes.',
      example: 'unknown-tag',
    },
  },
  'The shape of the file': {
    'empty-list': {
      means: 'The list or curve has no entry, where at least one is needed to mean something.',
      mend: 'Write an entry, or leave the key out.',
      example: 'shape-empty-curve',
    },
    'exclusive-keys': {
      means: 'Two keys stand together that say the same thing in different ways, so it is not clear which one holds.',
      mend: 'Keep one of them.',
      example: 'shape-exclusive-keys',
    },
    'missing-key': {
      means: 'Something that has no default was not written.',
      mend: 'Add the key; the hint says what it means.',
      example: 'shape-key-missing',
    },
    'out-of-range': {
      means: 'The number has the right type, but lies where it has no meaning.',
      mend: 'Write a value within the limits that the message names.',
      example: 'shape-numbers',
    },
    'too-many-problems': {
      means: 'More than a hundred problems of shape have usually one cause, such as a block at the wrong level.',
      mend: 'Correct the first ones and validate again.',
      example: 'shape-too-many',
    },
    'unknown-key': {
      means:
        'The block has no such key. It would do nothing, so it is an error and not ignored; keys that begin with `x-` are free.',
      mend: 'Take the key that the hint suggests, or one of those that it lists.',
      example: 'shape-key-misspelt',
    },
    'unknown-kind': {
      means: 'Layers, streams and sinks are told apart by `kind`, and there is none of this name.',
      mend: 'Take one of the kinds that the hint lists.',
      example: 'shape-kind-unknown',
    },
    'unknown-value': {
      means: 'The key takes one of a few words, and this is none of them.',
      mend: 'Take one of those that the hint lists.',
      example: 'shape-operation',
    },
    'wrong-length': {
      means: 'The list or block has too many or too few entries.',
      mend: 'Write as many as the message says.',
      example: 'shape-lists',
    },
    'wrong-name': {
      means:
        'The name holds characters that would not survive where it is used: in `$name`, `${name}`, tables, files or flags.',
      mend: 'Take a name of the form that the message describes.',
      example: 'shape-wrong-name',
    },
    'wrong-type': {
      means: 'A text stands where a number is needed, a block where a list is needed, or the like.',
      mend: 'Write what the message names; numbers without quotes, texts that look like numbers with quotes.',
      example: 'shape-duration',
    },
    'wrong-value': {
      means:
        'The value is of the right type, but not in the notation of the key: a duration without unit, a share without %, a time that does not exist.',
      mend: 'Write it as in the examples of the message.',
      example: 'read-bounds',
    },
  },
  'Files, parameters, environment': {
    'bad-parameter': {
      means:
        'The declaration of a parameter or its use contradicts itself: a default of another type or outside of its limits, a list inside text.',
      mend: 'Make declaration and use agree.',
      example: 'parameter-default',
    },
    'defined-twice': {
      means: 'Two files define the same name. Which one holds would depend on the order of the includes.',
      mend: 'Give one of them another name, or change one with `extends`.',
      example: 'include-defined-twice',
    },
    'environment-in-data': {
      means:
        'Environment variables may be read by sinks only: data that depended on them would differ from machine to machine.',
      mend: 'Declare a parameter with a name in small letters, and give it with `--param`.',
      example: 'read-environment',
    },
    'included-twice': {
      means: 'The file is included already; its definitions would clash with themselves.',
      mend: 'Remove one of the two.',
      example: 'include-twice',
    },
    'missing-file': {
      means: 'A file that the scenario names is not there. Paths are relative to the file that names them.',
      mend: 'Correct the path; the hint says where it was looked for.',
      example: 'include-missing',
    },
    'no-value': {
      means: 'A parameter has neither a default nor a value from the command line, so what it stands for is not known.',
      mend: 'Give it with `--param name=value`, or write a `default`.',
      example: 'parameter-no-value',
    },
    'path-outside': {
      means:
        'A path in a scenario stays below its folder, so that a scenario from somebody else reads nothing else of your machine.',
      mend: 'Move the file below the scenario.',
      example: 'file-outside',
    },
    'wrong-file': {
      means:
        'A data file was read, and a row of it is no point of a curve: a place that cannot be read, or a value that is no number.',
      mend: 'Correct the row that the message names.',
      example: 'file-rows',
    },
    'unknown-definition': {
      means: '`extends` changes a definition of an include, and no include defines this name.',
      mend: 'Take the name that the hint suggests, or include the file that defines it.',
      example: 'include-extends-unknown',
    },
    'unknown-column': {
      means: 'The table or CSV file has no column of this name.',
      mend: 'Take one of those that the hint lists.',
      example: 'rule-tables',
    },
    'unknown-parameter': {
      means: '`${name}` stands for a declared parameter, and none has this name.',
      mend: 'Declare it below `parameters`, or write `$${` where the characters themselves are meant.',
      example: 'parameter-unknown',
    },
  },
  Names: {
    'duplicate-asset': {
      means: 'Assets are known by their id in every record, so two of one id could not be told apart.',
      mend: 'Give each an id of its own; in a fleet use {n} or {parent}.',
      example: 'rule-duplicate-ids',
    },
    'duplicate-episode': {
      means: 'Episodes are known by their id: it is the key of their random numbers and their name in the incidents.',
      mend: 'Give each an id of its own.',
      example: 'rule-duplicate-ids',
    },
    'duplicate-stream': {
      means: 'Streams are known by their id, which `--only` and the summary use.',
      mend: 'Give each an `id` of its own.',
      example: 'rule-duplicate-ids',
    },
    'same-name': {
      means: 'Two names differ in case only. Some targets hold them as one, so their data would mix.',
      mend: 'Write both alike, or choose another name for one.',
      example: 'rule-columns',
    },
    'unknown-asset': {
      means: 'No asset has this id.',
      mend: 'Take the id that the hint suggests.',
      example: 'rule-unknown-parent',
    },
    'unknown-calendar': {
      means: 'A text in `when` or `during` is the name of a calendar, and there is none of this name.',
      mend: 'Define it below `calendars`, or write the condition itself.',
      example: 'rule-unknown-calendar',
    },
    'unknown-definition': {
      means: '`extends` changes a definition of an include, and no include has one of this name.',
      mend: 'Take the name that the hint suggests, or include the file that defines it.',
      example: 'extends-unknown',
    },
    'unknown-episode': {
      means: 'No episode has this id. Only streams of events may also name episodes by their label.',
      mend: 'Take the id that the hint suggests.',
      example: 'rule-unknown-episode',
    },
    'unknown-layer': {
      means:
        '`layer` names a layer of the metric by its `id`, else by its kind and number (`noise.2`), and the metric has none of this name.',
      mend: 'Give the layer an `id`, and write it here.',
      example: 'rule-layer-target',
    },
    'unknown-metric': {
      means: 'No pattern has this metric.',
      mend: 'Take the metric that the hint suggests, or define it in a pattern.',
      example: 'rule-unknown-metric',
    },
    'unknown-pattern': {
      means: 'There is no pattern of this name, in this file or in its includes.',
      mend: 'Take the pattern that the hint suggests, or include the file that defines it.',
      example: 'rule-unknown-pattern',
    },
    'unknown-reference': {
      means: '`$name` stands for a field, a variable or a trait, and nothing of this name is known at this place.',
      mend: 'Take one of those that the hint lists; which are known depends on where it stands.',
      example: 'rule-references',
    },
    'unknown-source': {
      means: 'A stream reads from a source that the scenario does not define.',
      mend: 'Take the source that the hint suggests, or define it below `sources`.',
      example: 'rule-unknown-source',
    },
    'unknown-table': {
      means: 'Options are given for a table to which no stream writes.',
      mend: 'Take the table that the hint suggests.',
      example: 'rule-tables',
    },
    'unknown-type': {
      means: 'A rate of success is stated for a type of which no asset has the job.',
      mend: 'Take the type that the hint suggests, or remove the line.',
      example: 'rule-success-types',
    },
    'unknown-zone': {
      means:
        'Time zones are names of the IANA database, which comes with seedctl so that every machine reads the same rules.',
      mend: 'Write a name such as `Europe/Rome` or `UTC`; abbreviations such as CET are ambiguous.',
      example: 'rule-zone',
    },
    validator: {
      means: 'A validator is neither `auto` nor a schema, or it would reject records that go to its table.',
      mend: 'Change the rule that the message names, or the record of the stream.',
      example: 'rule-validator',
    },
    'unsafe-name': {
      means:
        'The name of a table or column cannot be held by every target: too long, reserved, or with characters that paths and databases read differently.',
      mend: 'Take letters, digits and _, at most 63 bytes.',
      example: 'rule-columns',
    },
  },
  Assets: {
    'empty-selection': {
      means: 'A selection, or one name in it, matches no asset: what it is meant for would happen to nobody.',
      mend: 'Correct the name, or remove one of the keys; each key narrows the selection.',
      example: 'rule-selection',
    },
    'missing-attribute': {
      means: 'A pattern reads `$name` from each asset that uses it, and one of them has nothing of this name.',
      mend: 'Give it to each of these assets, as a trait, in `data`, `tags` or `fields`.',
      example: 'rule-attributes',
    },
    'no-birth': {
      means:
        'Something is counted from the birth of an asset that has none: without `from` an asset has always been there.',
      mend: 'Give each asset of it a `from`, or count from something else.',
      example: 'rule-no-birth',
    },
    'no-parent': {
      means: 'Something looks at the parent of an asset that has none.',
      mend: 'Give the asset a `parent`, or name an asset by its id.',
      example: 'rule-follow-parent',
    },
    'two-ids': {
      means: 'A fleet has its ids from `expand`; an `id` beside it would be for nobody.',
      mend: 'Remove one of the two.',
      example: 'read-assets',
    },
    'two-parents': {
      means:
        'A fleet with `over` stands on the assets that it is expanded over; a `parent` beside it contradicts that.',
      mend: 'Remove one of the two.',
      example: 'read-assets',
    },
  },
  Values: {
    'bad-condition': {
      means:
        'A condition says one thing: the calendar, a state, an episode, a metric or tags. Here it says none, or several without saying how they are joined.',
      mend: 'Join several with `all`, `any` or `not`.',
      example: 'read-conditions',
    },
    'bad-draw': {
      means:
        'The draw cannot be made: no or several distributions, a mean outside of its bounds, or weights that are all 0.',
      mend: 'Write exactly one distribution, with bounds that leave room for its mean.',
      example: 'rule-draws',
    },
    'case-branch': {
      means:
        'A case looks at a value that has few possibilities. A branch for another one is never taken, and a possibility without a branch draws nothing.',
      mend: 'Correct the branch, or add the one that is missing.',
      example: 'rule-cases',
    },
    'clamp-between': {
      means:
        'Values are rounded to the resolution of the metric; a bound that is no multiple of it could not be reached.',
      mend: 'Write a bound that is a value of the metric, or a finer resolution.',
      example: 'rule-clamp',
    },
    'column-type': {
      means: 'Two streams write one table, and the same column would hold values of different types.',
      mend: 'Give the column another name in one of them, or send one to another table.',
      example: 'rule-columns',
    },
    'cuts-everything': {
      means:
        'All layers together stay beyond the clamp, so that every value is one of its bounds. Legal, but a flat line is hardly meant.',
      mend: 'Compare the layers with the clamp, which may stand in the catalogue of metrics.',
      example: 'rule-cuts-everything',
    },
    'empty-range': {
      means: 'The bounds of a draw leave nothing between them.',
      mend: 'Write the lower bound first.',
      example: 'rule-draws',
    },
    'growth-added': {
      means: '`growth` makes a factor that starts at 1. Added to other layers it is next to nothing.',
      mend: 'Write `op: multiply`.',
      example: 'rule-unheard',
    },
    'hides-layers': {
      means: 'A layer without condition replaces what all layers above it have made, so these could as well be absent.',
      mend: 'Move it to the top, or limit it with `when`.',
      example: 'rule-unheard',
    },
    'metric-missing': {
      means: 'Something reads or changes a metric of an asset that has no such metric.',
      mend: 'Give the asset a pattern with the metric, or select other assets.',
      example: 'rule-follow-missing',
    },
    'metric-twice': {
      means: 'Two patterns of one asset define the same metric; which one holds would depend on their order.',
      mend: 'Remove one of the patterns, or rename the metric in one.',
      example: 'rule-patterns-clash',
    },
    'never-holds': {
      means:
        'A condition contradicts itself, or asks for what cannot be: 31 February, a metric above its clamp, a tag that no asset has. What it guards would never happen.',
      mend: 'Remove or correct one of its parts.',
      example: 'rule-never-holds',
    },
    'no-effect': {
      means:
        "A key changes nothing where it stands: a fade without condition, a window's `pick` without window, an effect that lasts no time.",
      mend: 'Add what it needs, or remove it.',
      example: 'rule-unheard',
    },
    'noise-as-factor': {
      means: 'Normal noise has mean 0. As a factor it does not vary the value, it replaces it by something around 0.',
      mend: 'Write `lognormal: {median: 1, sigma: 0.1}`, which is around 1.',
      example: 'rule-unheard',
    },
    'not-a-number': {
      means: '`$name` stands where a number or a duration is needed, and is text: no value could be made of it.',
      mend: 'Refer to a trait, a field or data that are numbers, or write the number.',
      example: 'rule-numbers',
    },
    'one-outcome': {
      means:
        'Of all weights only one is above 0, so there is nothing to draw. Legal, but surely the weights were meant otherwise.',
      mend: 'Write weights above 0, or the value itself.',
      example: 'rule-unlikely',
    },
    'outside-period': {
      means:
        'Dates or instants lie outside of the period of the scenario, so they never come. A run with another period may reach them.',
      mend: 'Compare them with `time`.',
      example: 'rule-outside-period',
    },
    'per-day': {
      means:
        '`per: day` draws anew for each local day. That means something for the value of a constant layer and for what an episode draws per occurrence; elsewhere there is no day.',
      mend: 'Write `per: asset`, or move the draw to a constant layer.',
      example: 'rule-per-day',
    },
    'wrong-point': {
      means: 'A point of a profile is no place of the unit that the profile spans.',
      mend: 'Write times for a day, days for a week or month, months for a year.',
      example: 'rule-profile-points',
    },
  },
  'Time and episodes': {
    'bad-period': {
      means: 'The period is two of start, end and length, no more and no fewer.',
      mend: 'Write for example `time: {end: today, duration: 14d, step: 1m}`.',
      example: 'read-period',
    },
    'bad-timing': {
      means:
        'Keys that say when something happens contradict each other, or one stands without the key that it belongs to.',
      mend: 'Keep one of `every`, `rate`, `uptime` and `after`, with the keys that go with it.',
      example: 'read-timings',
    },
    cycle: {
      means:
        'A value would depend on itself, over metrics, states, episodes or assets, so that it could never be computed. The message shows the way round.',
      mend: 'Let one on the way stand on its own: a constant in place of a follow, another episode, another asset.',
      example: 'rule-follow-cycle',
    },
    'episode-elsewhere': {
      means:
        'An episode follows, or an age is counted from, another episode that happens to other assets, so it never comes.',
      mend: 'Select the same assets in both, or an asset within those of the cause.',
      example: 'rule-episode-elsewhere',
    },
    'layer-timing': {
      means:
        'A layer has no occurrence of its own: it cannot follow an episode, have a changing rate, or count from the start of an episode in which it does not stand.',
      mend: 'Write an episode with this timing, and the layer in its `metrics`.',
      example: 'rule-layer-timing',
    },
    'lookback-too-long': {
      means:
        'A value may depend on what happened at most 400 days ago; otherwise each value would need all history. Lengths and lags add up along what follows what.',
      mend: 'Shorten a length or lag on the way that the message shows, or limit a draw with `max`.',
      example: 'rule-lookback',
    },
    'never-ends': {
      means: 'What happens lasts at least until it happens again, so it is there at all times.',
      mend: 'Shorten it, let it come less often, or make it a layer.',
      example: 'rule-unlikely',
    },
    'never-happens': {
      means: 'A chance or rate of 0, or an empty list of instants: legal, but it does nothing.',
      mend: 'Write how often it happens, or remove it.',
      example: 'rule-unlikely',
    },
    'no-length': {
      means: 'Something needs time to act, and the episode has no length.',
      mend: 'Write how long it lasts with `for` or `repair`.',
      example: 'rule-no-length',
    },
    'no-timing': {
      means: 'Nothing says when it happens.',
      mend: 'Write one of `every`, `rate`, `after`, or `at` with instants.',
      example: 'read-timings',
    },
    unbounded: {
      means:
        'A length or lag has no upper end. What began long ago could still be going on, so each value would need all history.',
      mend: 'Write `max` in the draw, or take one with an end, such as uniform.',
      example: 'rule-unbounded',
    },
    unused: {
      means: 'Nothing uses this definition. Often it is misspelt where it was meant to be used.',
      mend: 'Use it, correct its name, or remove it.',
      example: 'rule-unused',
    },
  },
  'Streams, sources and sinks': {
    'empty-stream': {
      means: 'The stream would have no records: no asset that it selects has what it shows.',
      mend: 'Correct its `metrics`, `of` or `select`, or give assets a pattern.',
      example: 'rule-empty-stream',
    },
    'no-success-rate': {
      means: 'A stream of jobs states rates of success by type, and one type is missing.',
      mend: 'Write one for each type that has the job, or a single one for all.',
      example: 'rule-success-types',
    },
    'no-version': {
      means:
        'The scenario does not say in which version of the language it is written; later versions may read it differently.',
      mend: 'Write `version: 1`.',
      example: 'rule-version-absent',
    },
    'source-fields': {
      means:
        'The columns of records that are read are the `fields` of their source, or the `properties` of its schema. One of them says when a record was measured.',
      mend: 'Write the fields, our name first and their path behind it, and name the time with `timestamp: {field: …}`.',
      example: 'rule-source-fields',
    },
    'source-format': {
      means:
        'How the times of files are written is iso, epoch_s, epoch_ms, or a pattern such as MM/dd/yy HH:mm:ss, in which letters stand for digits.',
      mend: 'Write one of these; texts between the letters stand for themselves.',
      example: 'rule-source-format',
    },
    'source-option': {
      means:
        'What a source says could not be obeyed: a schema that is no JSON Schema (draft 7) would check nothing, or not what its author meant.',
      mend: 'Write the keyword or the value that is meant; `x-` keys are free here, too.',
      example: 'rule-source-option',
    },
    'same-records': {
      means: 'Two streams would write the same rows to one table, and could not be told apart.',
      mend: 'Send one to another table, or narrow its `select` or `metrics`.',
      example: 'rule-same-records',
    },
    'two-defaults': {
      means: 'Two sinks are the default, so it is not clear where a run without `--to` goes.',
      mend: 'Keep `default: true` on one of them.',
      example: 'rule-two-defaults',
    },
  },
} as const satisfies { readonly [chapter: string]: { readonly [code: string]: Explanation } };

type Chapters = typeof chapters;
export type Code = { [C in keyof Chapters]: keyof Chapters[C] & string }[keyof Chapters];

/** Every explanation by its code. */
export const explanations: { readonly [C in Code]: Explanation } = Object.assign({}, ...Object.values(chapters)) as {
  readonly [C in Code]: Explanation;
};
