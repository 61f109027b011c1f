import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const forbiddenSyntax = [
  {
    selector: 'TSAsExpression > TSAsExpression',
    message: 'A double cast hides a wrong type: parse with a schema instead.',
  },
];

const forbiddenInTests = [
  {
    selector:
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|skipIf|runIf|only|todo|fixme|fails)$/]',
    message: 'Every test runs: none is skipped, alone, or promised for later.',
  },
  {
    selector: "CallExpression[callee.property.name='waitForTimeout']",
    message: 'Wait for a condition, not for the clock.',
  },
];

export default defineConfig(
  globalIgnores(['.next/', 'out/', 'dist/', '.data/', 'next-env.d.ts', 'native-shim/']),
  tseslint.configs.strictTypeChecked,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['.dependency-cruiser.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['app/**', 'components/**', 'lib/**'],
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    // What the app and the page do not understand of each other is looked for in the console, and only there.
    files: ['lib/web/shim/note.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**'],
    rules: { 'no-restricted-syntax': ['error', ...forbiddenSyntax, ...forbiddenInTests] },
  },
  {
    // What a script loads, a lock file or the built server, has no type before it is there.
    files: ['scripts/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Fastify's plugins and test hooks are async by contract, awaited or not.
    files: ['lib/server/http/**', 'tests/**'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
);
