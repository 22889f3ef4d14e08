// Who may import whom: the table in docs/architecture.md, as a check. Types count as imports.
const mayImport = {
  domain: [],
  contracts: ['domain'],
  workflows: ['domain', 'contracts'],
  participants: ['domain', 'contracts'],
  schema: ['domain'],
  keys: ['domain'],
  storage: ['domain', 'contracts', 'schema', 'keys'],
  'load-files': ['domain', 'contracts'],
  activities: ['domain', 'contracts', 'participants', 'storage', 'keys', 'load-files'],
  config: ['domain'],
  temporal: ['domain', 'contracts', 'config', 'keys'],
  simulators: ['domain', 'contracts', 'config'],
  api: ['domain', 'contracts', 'storage', 'temporal', 'config', 'keys', 'load-files'],
  web: ['domain', 'contracts'],
  cli: ['domain', 'contracts', 'config', 'temporal', 'local', 'load-files'],
  local: ['domain', 'config', 'temporal', 'schema', 'keys'],
  workers: ['domain', 'contracts', 'activities', 'participants', 'storage', 'temporal', 'config', 'keys'],
};
const packages = {
  domain: [],
  contracts: ['zod', '@temporalio/(workflow|common)'],
  workflows: ['@temporalio/(workflow|common)'],
  schema: ['drizzle-orm'],
};
const folders = [...Object.keys(mayImport), 'scripts', 'test', 'bench'].join('|');
const external = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(mayImport).map(([from, to]) => ({
      name: `${from}-direction`,
      severity: 'error',
      // A plain .mjs runs before anything is installed, so it stands outside.
      from: { path: `^${from}/`, pathNot: '[.]mjs$' },
      to: { path: `^(${folders})/`, pathNot: `^(${[from, ...to].join('|')})/` },
    })),
    {
      name: 'web-without-zod',
      comment: 'The browser is sent no schemas: of the bodies of the API it knows the types.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^contracts/api/',
        pathNot: '^contracts/api/load-(limits|reasons)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-in-a-browser',
      severity: 'error',
      from: { path: '^web/.*[.]tsx?$', pathNot: '^web/vite[.]config[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    ...Object.entries(packages).map(([from, ok]) => ({
      name: `${from}-packages`,
      severity: 'error',
      from: { path: `^${from}/` },
      to: { dependencyTypes: external, pathNot: ok.length ? `^node_modules/(${ok.join('|')})/` : '(?!)' },
    })),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    exclude: { path: '^(node_modules|\\.fugo|dist)/' },
  },
};
