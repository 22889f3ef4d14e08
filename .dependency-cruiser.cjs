// Who may import whom: the tables in docs/architecture.md, as a check. Types count as imports.
const { readdirSync } = require('node:fs');

const mayImport = {
  domain: [],
  contracts: ['domain'],
  workflows: ['domain', 'contracts'],
  participants: ['domain', 'contracts'],
  schema: ['domain'],
  keys: ['domain'],
  storage: ['domain', 'contracts', 'schema', 'keys'],
  'load-files': ['domain', 'contracts'],
  'calendar-files': ['domain'],
  fictitious: ['domain', 'contracts', 'load-files'],
  deliveries: ['domain', 'contracts', 'keys'],
  activities: ['domain', 'contracts', 'participants', 'storage', 'keys', 'load-files', 'deliveries'],
  config: ['domain'],
  temporal: ['domain', 'contracts', 'config', 'keys'],
  simulators: ['domain', 'contracts', 'config', 'fictitious'],
  api: ['domain', 'contracts', 'storage', 'temporal', 'config', 'keys', 'load-files', 'calendar-files', 'deliveries'],
  web: ['domain', 'contracts', 'load-files'],
  cli: ['domain', 'contracts', 'config', 'temporal', 'local', 'load-files', 'fictitious'],
  monitoring: ['domain', 'contracts', 'config', 'storage', 'temporal', 'participants', 'keys', 'deliveries'],
  'mail-in': ['domain', 'contracts', 'config', 'storage', 'temporal'],
  local: ['domain', 'config', 'temporal', 'schema', 'keys', 'monitoring'],
  workers: ['domain', 'contracts', 'activities', 'participants', 'storage', 'temporal', 'config', 'keys', 'deliveries'],
};
const packages = {
  domain: [],
  contracts: ['zod', '@temporalio/(workflow|common)'],
  workflows: ['@temporalio/(workflow|common)'],
  schema: ['drizzle-orm'],
};
/**
 * Rooms of a layer: those that all others may import, and of the others what each may import besides.
 * @type {Record<string, { shared: string[], besides: Record<string, string[]> }>}
 */
const rooms = {
  storage: {
    shared: ['database', 'organisations'],
    besides: {
      audit: ['residents'],
      confirmations: ['requests'],
      deliveries: ['hours'],
      errors: ['news', 'requests', 'residents', 'transfers'],
      loads: ['news', 'requests'],
      hours: ['news', 'requests'],
      jobs: ['operating-days'],
      inquiries: ['hours', 'news'],
      'operating-days': ['hours', 'requests'],
      settings: ['hours', 'requests'],
      transfers: ['requests'],
      updates: ['news', 'requests', 'residents'],
    },
  },
  api: {
    shared: ['audit', 'engine', 'http'],
    besides: {
      documentation: ['clients', 'sign-in'],
      errors: ['sign-in', 'staff', 'transfers'],
      inquiries: ['sign-in'],
      jobs: ['sign-in'],
      loads: ['transfers'],
      news: ['sign-in'],
      organisations: ['sign-in'],
      overview: ['loads', 'sign-in'],
      requests: ['errors', 'residents'],
      residents: ['sign-in'],
      staff: ['sign-in'],
      updates: ['errors', 'residents', 'sign-in'],
    },
  },
  cli: {
    shared: ['client', 'terminal'],
    besides: {
      monitoring: ['stack'],
      backups: ['stack'],
      demo: ['operating-days', 'stack', 'staff'],
      generate: ['demo'],
      staff: ['sign-in'],
    },
  },
  web: {
    shared: ['components', 'shell'],
    besides: {
      errors: ['loads', 'overview', 'updates'],
      'operating-days': ['organisations'],
      overview: ['hours', 'loads'],
      shell: ['news', 'residents', 'sign-in', 'updates'],
      staff: ['sign-in', 'updates'],
      updates: ['residents'],
    },
  },
};
const roomsOf = (layer) =>
  readdirSync(`${__dirname}/${layer}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
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
    // What stands in no room puts the rooms of its layer together, so it may import any.
    ...Object.entries(rooms).flatMap(([layer, { shared, besides }]) =>
      roomsOf(layer).map((room) => ({
        name: `${layer}-${room}-room`,
        severity: 'error',
        from: { path: `^${layer}/${room}/` },
        to: {
          path: `^${layer}/[^/]+/`,
          pathNot: `^${layer}/(${[room, ...shared, ...(besides[room] ?? [])].join('|')})/`,
        },
      })),
    ),
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
      name: 'web-reads-headings',
      comment: 'Of the files of residents the browser reads the heading alone, with what needs nothing of Node.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^load-files/', pathNot: '^load-files/columns[.]ts$' },
    },
    {
      name: 'web-in-a-browser',
      severity: 'error',
      from: { path: '^web/.*[.]tsx?$', pathNot: '^web/(?:vite[.]config|[a-z]+-plugin)[.]ts$' },
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
