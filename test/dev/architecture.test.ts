import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

const { mayImport } = (await import(join(PROJECT_ROOT, 'eslint.config.js'))) as {
  mayImport: Record<string, string[]>;
};

/** What the table in docs/architecture.md allows each folder of src; only the folders' names count in a cell. */
const documented = Object.fromEntries(
  [...readFileSync(join(PROJECT_ROOT, 'docs/architecture.md'), 'utf8').matchAll(/^\| `src\/([\w-]+)` +\|.*\|(.*)\|$/gm)]
    .map(([, folder = '', cell = '']) => [folder, cell.split(';')[0] ?? ''] as const)
    .map(([folder, allowed]) => [folder, Object.keys(mayImport).filter((name) => namesIn(allowed).includes(name))]),
);

function namesIn(text: string): string[] {
  return text.match(/[\w-]+/g) ?? [];
}

test('the table of folders and the lint rule allow the same imports', () => {
  const enforced = Object.entries(mayImport).map(([folder, others]) => {
    const allowed = folder === 'contract' ? others : ['contract', ...others];
    return [folder, Object.keys(mayImport).filter((name) => allowed.includes(name))];
  });
  expect(documented).toEqual(Object.fromEntries(enforced));
});

test('every folder of src stands in both', () => {
  expect(Object.keys(mayImport).sort()).toEqual(readdirSync(join(PROJECT_ROOT, 'src')).sort());
});
