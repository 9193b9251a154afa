import { readFileSync } from 'node:fs';

const TEXT = readFileSync(new URL('../../docs/encryption.md', import.meta.url), 'utf8');

/** The Python module that docs/encryption.md shows. */
export function documentedPython(): string {
  const [, code] = /```python\n([\s\S]*?)```/.exec(TEXT) ?? [];
  if (code === undefined) throw new Error('docs/encryption.md shows no Python.');
  return code;
}

/** A value of the test vector that docs/encryption.md shows: the first that stands in the row. */
export function documentedValue(what: string): string {
  const row = TEXT.split('\n').find((line) => line.startsWith(`| ${what} `));
  const [, value] = /\| `([^`]*)`/.exec(row ?? '') ?? [];
  if (value === undefined) throw new Error(`docs/encryption.md has no row "${what}" in its test vector.`);
  return value;
}
