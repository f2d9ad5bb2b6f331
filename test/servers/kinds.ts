/** The kinds of servers that tests talk to, and the variables that name one that runs already. */
export const kinds = ['postgres', 'timescale', 'mongodb'] as const;
export type Kind = (typeof kinds)[number];

export const titles: { readonly [kind in Kind]: string } = {
  postgres: 'PostgreSQL',
  timescale: 'TimescaleDB',
  mongodb: 'MongoDB',
};

export const variables: { readonly [kind in Kind]: string } = {
  postgres: 'SEEDCTL_TEST_POSTGRES_URI',
  timescale: 'SEEDCTL_TEST_TIMESCALE_URI',
  mongodb: 'SEEDCTL_TEST_MONGODB_URI',
};

/** What `compose.test.yaml` starts. */
export const composed: { readonly [kind in Kind]: string } = {
  postgres: 'postgresql://seedctl:seedctl-test@127.0.0.1:54318/postgres',
  timescale: 'postgresql://seedctl:seedctl-test@127.0.0.1:54319/timescale',
  mongodb: 'mongodb://seedctl:seedctl-test@127.0.0.1:27018/?authSource=admin',
};
