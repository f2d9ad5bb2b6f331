/** The seed of every property, so that a correct build never fails by chance. `SEEDCTL_TEST_SEED` tries another. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.SEEDCTL_TEST_SEED ?? 1) });
