/** The walls between the rooms (docs/adr: an app where the trust changes, a lib where two apps need it). */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-never-import-apps',
      comment: 'A lib that knows an app is a piece of that app.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-apps',
      comment: 'Services talk through events only; apps/lachan composes them through their index.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/lachan/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'through-the-index',
      comment: 'Rooms are entered by the door.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^(apps|libs)/[^/]+/', pathNot: ['^$1/$2/', '^(apps|libs)/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'No npm, no node:, nothing but itself; types of the contracts disappear on compilation.',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/domain/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-types-from-contracts-only',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/(domain|contracts)/src/' },
    },
    {
      name: 'target-is-pure',
      severity: 'error',
      from: { path: '^libs/target/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/target/src/', '^node_modules/(tldts|tldts-core|ipaddr\\.js)/'] },
    },
    {
      name: 'kafkajs-behind-messaging',
      comment: 'Unmaintained: one seam, so that it can be replaced.',
      severity: 'error',
      from: { pathNot: '^libs/messaging/' },
      to: { path: '^node_modules/kafkajs/' },
    },
    {
      name: 'web-sees-contracts-only',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps|libs)/', pathNot: ['^apps/web/', '^libs/contracts/'] },
    },
    {
      name: 'verify-shares-nothing-with-the-writer',
      comment: 'The checker has its own code path, or it repeats the writer’s mistakes.',
      severity: 'error',
      from: { path: '^apps/ledger/src/verify/', pathNot: '\\.(spec|int)\\.ts$' },
      to: { path: '^libs/(event-store|messaging|domain)/' },
    },
    {
      name: 'not-to-dev',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/src/', pathNot: ['\\.(spec|int|e2e|conformance)\\.ts$', '^libs/testing/'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
