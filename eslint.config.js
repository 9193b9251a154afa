import { fileURLToPath } from 'node:url';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Which rooms of the house each room may import, beside itself and `contract`. Two exceptions stand below: workflows know
 * the activities as types, and the logger of `process` knows the names of the providers' fields.
 */
const mayImport = {
  contract: [],
  config: [],
  providers: [],
  activities: ['providers'],
  workflows: [],
  encryption: [],
  client: ['encryption'],
  'http-access': [],
  process: ['config'],
  cli: ['client', 'encryption', 'config'],
  gateway: ['client', 'encryption', 'config', 'process', 'http-access'],
  'codec-server': ['encryption', 'config', 'process', 'http-access'],
  worker: ['activities', 'providers', 'encryption', 'config', 'process'],
};
const rooms = Object.keys(mayImport);

/** One zone for each pair of rooms that must not meet. */
const zones = rooms.flatMap((room) =>
  rooms
    .filter((other) => other !== room && other !== 'contract' && !mayImport[room].includes(other))
    .filter((other) => !(room === 'workflows' && other === 'activities'))
    .map((other) => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      ...(room === 'process' && other === 'providers' && { except: ['iifl/field-names.ts', 'iserveu/field-names.ts'] }),
      message: `src/${room} must not know src/${other}: imports point one way, see docs/architecture.md.`,
    })),
);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/class-literal-property-style': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Interface-like object types of decoded JSON are read by index, as noPropertyAccessFromIndexSignature asks.
      '@typescript-eslint/dot-notation': 'off',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      'import-x/no-cycle': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/dev/**'], message: 'src never imports dev.' }] }],
    },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['zod', 'pino', 'node-fetch'].map((name) => ({
            name,
            message: 'Workflow code carries no libraries.',
          })),
          patterns: [
            { group: ['node:*', '**/dev/**'], message: 'Workflow code is deterministic and runs in a sandbox.' },
          ],
        },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/activities/**'],
              allowTypeImports: true,
              message: 'Workflows know activities as types only.',
            },
          ],
        },
      ],
    },
  },
  {
    // The OTP page is JavaScript as browsers run it; its types stand in comments.
    files: ['src/gateway/page/public/**/*.js'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/dot-notation': 'off',
      'no-console': 'error',
    },
  },
  { files: ['src/cli/**/*.ts', 'dev/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
);
