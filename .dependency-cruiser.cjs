/** The arrows of the house: what each part may import of ours. Everybody may import lib/platform. */
const arrows = [
  { part: 'platform', from: '^lib/platform/', mayImport: '^lib/platform/' },
  { part: 'call', from: '^lib/call/', mayImport: '^lib/(call|platform)/' },
  { part: 'web', from: '^lib/web/', mayImport: '^lib/(web|call|platform)/' },
  {
    part: 'server',
    from: '^lib/server/',
    // main is the one composition root: it alone joins the use cases to their edge.
    fromNot: '^lib/server/(http/|main\\.ts$)',
    mayImport: '^lib/(server/(?!http/)|call/|platform/)',
  },
  { part: 'http', from: '^lib/server/http/', mayImport: '^lib/(server|call|platform)/' },
  { part: 'main', from: '^lib/server/main\\.ts$', mayImport: '^lib/(server|call|platform)/' },
  { part: 'components', from: '^components/', mayImport: '^(components|lib/web|lib/platform)/' },
  { part: 'app', from: '^app/', mayImport: '^(app|components|lib/web|lib/platform)/' },
  {
    // The client from outside knows the specification alone; what starts a server for it may help.
    part: 'outside',
    from: '^tests/support/outside/',
    mayImport: '^tests/support/',
  },
  { part: 'scripts', from: '^scripts/', mayImport: '^(scripts|dist|lib/server|lib/platform)/' },
];

const ours = '^((app|components|lib|scripts|tests|dist)/|[^/]+\\.(ts|js|cjs|mjs)$)';
const inBrowsers = '^(app|components|lib/web|lib/call|lib/platform)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows.map(({ part, from, fromNot, mayImport }) => ({
      name: `arrows-of-${part}`,
      severity: 'error',
      from: { path: from, ...(fromNot && { pathNot: fromNot }) },
      to: { path: ours, pathNot: mayImport },
    })),
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'app-is-a-shell',
      comment: 'Pages show components; of the browser library they know types alone.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/web/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browsers-have-no-node',
      severity: 'error',
      from: { path: inBrowsers },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browsers-take-zod-mini',
      comment: 'The whole of zod would weigh on the first load of every page.',
      severity: 'error',
      from: { path: inBrowsers },
      to: { path: '^node_modules/zod/', pathNot: '^node_modules/zod/(v4/)?(mini|core|locales)/' },
    },
    {
      name: 'react-stays-in-hooks',
      comment: 'The browser library is free of frameworks; lib/web/hooks binds it to React.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/web/hooks/' },
      to: { path: '^node_modules/(@types/)?(react|react-dom|next|@tanstack|radix-ui|use-intl)/' },
    },
    {
      name: 'say-what-it-is',
      comment: 'utils, helpers and managers name nothing.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils?|helpers?|managers?)[./]', pathNot: '^node_modules/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(@/)?(\\.\\./)*dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|out|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
