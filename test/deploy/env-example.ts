import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

/** One variable of .env.example: set, or shown behind a `#`. */
export interface ExampleLine {
  name: string;
  value: string;
  isSet: boolean;
}

export const exampleLines: ExampleLine[] = readFileSync(join(PROJECT_ROOT, '.env.example'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, mark, name, value] = /^(# )?([A-Z][A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    return [{ name, value: value.replace(/^'(.*)'$/, '$1'), isSet: mark === undefined }];
  });

/** The file as it stands, copied to .env. */
export const exampleEnvironment = Object.fromEntries(
  exampleLines.filter(({ isSet }) => isSet).map(({ name, value }) => [name, value]),
);
