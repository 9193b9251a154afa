import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

/** The copy that browsers get; the sources stay as they are. */
const PAGE = fileURLToPath(new URL('../../src/gateway/page/public/', import.meta.url));

/** Takes comments, types and spaces out of the page's modules: a slow line has to carry what is left. */
for (const name of await readdir(PAGE, { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const file = join(PAGE, name);
  const { code = '' } = await minify(await readFile(file, 'utf8'), {
    module: true,
    ecma: 2020,
    format: { ascii_only: false },
  });
  await writeFile(file, code);
}
