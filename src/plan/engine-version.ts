/**
 * Raised only when a value changes (by a kernel, a draw, the tz database, or a list of names of the chance package), or
 * when fingerprints are computed in another way. It enters every digest, and changes together with the golden hashes in test/golden.
 */
export const ENGINE = 2;
