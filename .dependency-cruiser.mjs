const DRIVER_CODE = '^src/modules/devices/(transport|session|cli)/|^src/modules/credentials/adapters/';
const PURE_CODE =
  '^src/modules/[^/]+/[^/]+\\.(types|errors|port)\\.ts$|^src/modules/devices/cli/|^src/modules/parsing/(regex|textfsm|ttp|library)/';

/** A third-party package, wherever it is installed. */
const pkg = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'controller-touches-no-device',
      comment: 'A controller never talks to a device and never sees a stored password.',
      severity: 'error',
      from: { path: '^src/controller\\.module\\.ts$' },
      to: { path: [DRIVER_CODE, pkg('ssh2', 'node-vault')], reachable: true },
    },
    {
      name: 'worker-has-no-http',
      severity: 'error',
      from: { path: '^src/worker\\.module\\.ts$' },
      to: {
        path: [
          '\\.controller\\.ts$',
          pkg('fastify', '@nestjs/platform-fastify', '@nestjs/swagger', '@nestjs/passport'),
        ],
        reachable: true,
      },
    },
    {
      name: 'halves-only-through-app-module',
      comment: 'AppModule.register imports each half dynamically, and only for the roles that want it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app\\.module\\.ts$' },
      to: { path: '^src/(controller|worker)\\.module\\.ts$' },
    },
    {
      name: 'halves-only-dynamically',
      severity: 'error',
      from: { path: '^src/app\\.module\\.ts$' },
      to: { path: '^src/(controller|worker)\\.module\\.ts$', dynamic: false },
    },
    {
      name: 'ssh2-only-in-transport',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(modules/devices/transport|lab)/' },
      to: { path: pkg('ssh2') },
    },
    {
      name: 'bull-only-in-job-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/modules/jobs/adapters/' },
      to: { path: pkg('bull', '@nestjs/bull', '@nestjs/bull-shared') },
    },
    {
      name: 'redis-only-in-state-and-job-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/modules/(state|jobs/adapters)/' },
      to: { path: pkg('ioredis') },
    },
    {
      name: 'pure-code-imports-no-framework',
      severity: 'error',
      from: { path: PURE_CODE, pathNot: '\\.spec\\.ts$' },
      to: { path: pkg('@nestjs/[^/]+', 'fastify', 'ssh2', 'bull', 'ioredis') },
    },
    {
      name: 'modules-below-know-no-jobs',
      severity: 'error',
      from: { path: '^src/modules/(devices|inventory|credentials|parsing|state|cache)/' },
      to: { path: '^src/modules/(jobs|monitoring)/' },
    },
    {
      name: 'jobs-know-no-http',
      severity: 'error',
      from: { path: '^src/modules/jobs/', pathNot: '^src/modules/jobs/api/' },
      to: { path: ['^src/modules/jobs/api/', '^src/common/http/', pkg('fastify', '@nestjs/swagger')] },
    },
    {
      name: 'common-imports-no-module',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/', pathNot: '^src/common/' },
    },
    {
      name: 'config-imports-common-only',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/(config|common)/' },
    },
    {
      name: 'lab-shares-nothing-with-drivers',
      comment: "A simulator that shares the driver's beliefs proves nothing.",
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { path: '^src/', pathNot: '^src/(lab|common)/' },
    },
    {
      name: 'nothing-imports-the-lab',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(lab/|demo\\.main\\.ts$)' },
      to: { path: '^src/lab/' },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^test/', '\\.spec\\.ts$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
