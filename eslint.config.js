import { fileURLToPath } from 'node:url';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Which folders of `src` each folder may import, beside itself and `contract`; docs/architecture.md has the same table,
 * and a test compares them. Two exceptions stand below: workflows know the activities as types, and the logger of
 * `process` knows the names of the providers' fields.
 */
export const mayImport = {
  contract: [],
  config: [],
  providers: [],
  activities: ['providers'],
  workflows: [],
  encryption: [],
  client: ['encryption'],
  'http-access': [],
  process: ['config'],
  cli: ['client', 'encryption', 'config', 'providers'],
  gateway: ['client', 'encryption', 'config', 'process', 'http-access'],
  'codec-server': ['encryption', 'config', 'process', 'http-access'],
  worker: ['activities', 'providers', 'encryption', 'config', 'process'],
};
const folders = Object.keys(mayImport);

/** One zone for each pair of folders of which the first must not import the second. */
const zones = folders.flatMap((folder) =>
  folders
    .filter((other) => other !== folder && other !== 'contract' && !mayImport[folder].includes(other))
    .filter((other) => !(folder === 'workflows' && other === 'activities'))
    .map((other) => ({
      target: `./src/${folder}`,
      from: `./src/${other}`,
      ...(folder === 'process' &&
        other === 'providers' && { except: ['iifl/field-names.ts', 'iserveu/field-names.ts'] }),
      message: `src/${folder} must not know src/${other}: imports point one way, see docs/architecture.md.`,
    })),
);

/** Refuses imports whose module specifier matches a regular expression. */
function refuse(regex, message) {
  return { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] };
}

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
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: root,
          zones: [
            ...zones,
            { target: './src', from: ['./dev', './test'], message: 'src is deployed; dev and test are not.' },
            { target: './dev', from: './test', message: 'dev runs without the tests.' },
          ],
        },
      ],
      'import-x/no-cycle': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/contract/**/*.ts'],
    rules: refuse('^[^.]', 'Every side loads the contract, workflows too: it carries no library.'),
  },
  {
    files: ['src/providers/**/*.ts'],
    rules: refuse('^@temporalio/', 'Providers know nothing of Temporal.'),
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      ...refuse(
        String.raw`^(?!\.|@temporalio/(workflow|common)$)`,
        'Workflow code is deterministic and runs in a sandbox: it carries no library but the SDK.',
      ),
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
