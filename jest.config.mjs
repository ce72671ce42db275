import { availableParallelism } from 'node:os';

const esmPackages = ['@nestjs', 'chokidar', 'readdirp', 'jose', 'js-yaml', 'cookie', 'content-disposition'];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // In full size the random ones take ten times as long.
  testTimeout: process.env.TOM_TEST_SCALE === '1' ? 300_000 : 120_000,
  // Most suites wait for servers rather than compute: two at a time fit on two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  roots: ['<rootDir>/src', '<rootDir>/test'],
  reporters: ['default', '<rootDir>/scripts/test-summary-reporter.mjs'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: {
    'plugin-api-resolver\\.js$': '<rootDir>/test/support/plugin-api-resolver.ts',
    '^tom-broker/plugin-api$': '<rootDir>/src/plugin-api/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^file://(.*)$': '$1',
  },
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
};
