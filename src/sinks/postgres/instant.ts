/** Instants in SQL, exact to the microsecond: `to_timestamp` and seconds as doubles are not, far from now. */

/** An expression of epoch milliseconds, as an instant. */
export const instantOf = (ms: string | number): string =>
  `(timestamptz '1970-01-01 00:00Z' + (${ms})::float8 * interval '1 millisecond')`;

/** An expression of an instant, as epoch milliseconds. */
export const msOf = (instant: string): string => `(extract(epoch FROM ${instant}) * 1000)::float8`;
