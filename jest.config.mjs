import { availableParallelism } from 'node:os';

// Source is TypeScript ESM; swc strips the types (checked apart by `npm run typecheck`) and emits decorator metadata.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2023',
        keepClassNames: true,
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ],
};

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^#apps/(.*)$': '<rootDir>/apps/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Nothing is ever fetched from a reported host: a test that reaches outside this machine fails.
  setupFilesAfterEnv: ['<rootDir>/libs/testing/src/no-way-out.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/', '<rootDir>/.data'],
  ...more,
});

/** One embedded PostgreSQL for the whole run; `testDatabase` of #libs/testing clones a database per test file. */
const database = {
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.mjs',
};

/** Suffixes tell the cost: .spec pure, .int real PostgreSQL, .e2e the whole product over HTTP; .conformance published test data; .delivery
 * real DNS servers and proxies. */
export default {
  testTimeout: 30_000,
  // Two at once even on two cores: much of a test's time is PostgreSQL's.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // What a test file loaded is never quite given back: after a hundred files a worker holds gigabytes, and collecting its garbage takes
  // longer than the tests.
  workerIdleMemoryLimit: '768MB',
  projects: [
    project('spec', ['<rootDir>/{apps,libs}/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts']),
    project('int', ['<rootDir>/{apps,libs}/**/*.int.ts', '<rootDir>/test/**/*.int.ts'], database),
    project('conformance', ['<rootDir>/{apps,libs}/**/*.conformance.ts'], database),
    project('delivery', ['<rootDir>/{apps,libs}/**/*.delivery.ts'], database),
    // A real Kafka beside the real PostgreSQL; the contract of messaging's transports is held to the other one in `int`.
    project(
      'kafka',
      [
        '<rootDir>/libs/**/*.kafka.ts',
        '<rootDir>/test/**/*.kafka.ts',
        '<rootDir>/libs/messaging/test/{subscriber,read-model,two-runners}.int.ts',
      ],
      {
        globalSetup: '<rootDir>/libs/testing/jest/kafka-setup.mjs',
        globalTeardown: '<rootDir>/libs/testing/jest/kafka-teardown.mjs',
      },
    ),
    project('e2e', ['<rootDir>/{apps,libs}/**/*.e2e.ts', '<rootDir>/test/**/*.e2e.ts'], database),
  ],
};
