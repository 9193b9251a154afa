import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takes } from './announce.mjs';
import { recordSources, sourcesAreRecorded } from './source-record.mjs';

const buildInfo = 'dist/tsconfig.build.tsbuildinfo';
const page = 'src/gateway/page/public';
/** What is done with the compiled output, where it is there. */
const lastSteps = [
  {
    file: 'dist/dev/build/minify-page.js',
    doing: 'Minifying the page',
    done: 'Minified the page',
    takes: takes.minify,
  },
  {
    file: 'dist/dev/build/bundle-workflows.js',
    doing: 'Bundling the workflows',
    done: 'Bundled the workflows',
    takes: takes.bundle,
  },
];

/** True when dist holds a whole build of the present sources. */
export function isBuilt(root) {
  return sourcesAreRecorded(root);
}

/** Compiles src and dev into dist, copies and minifies the page, and bundles the workflows. The record that makes a build count is written last. */
export async function build(root, steps) {
  // No record means that the last build did not end: what the compiler believes about its own output may be wrong.
  if (!recordSources.remove(root)) rmSync(join(root, buildInfo), { force: true });
  const sources = recordSources.read(root);
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  await steps.run(
    {
      doing: 'Compiling',
      done: 'Compiled',
      takes: takes.compile,
      whatToDo: 'Mend the type errors above and run the command again.',
    },
    process.execPath,
    compiler,
    { cwd: root },
  );
  for (const folder of ['src', 'dev']) removeOrphans(root, folder);
  copyPage(root);
  for (const { file, ...step } of lastSteps.filter(({ file }) => existsSync(join(root, file)))) {
    const words = { ...step, whatToDo: 'The lines above say why.' };
    await steps.run(words, process.execPath, [file], { cwd: root });
  }
  recordSources.write(root, sources);
}

/** Puts the page where the compiled gateway looks for it. */
function copyPage(root) {
  rmSync(join(root, 'dist', page), { recursive: true, force: true });
  if (!existsSync(join(root, page))) return;
  const filter = (path) => !path.endsWith('tsconfig.json');
  cpSync(join(root, page), join(root, 'dist', page), { recursive: true, filter });
}

/** Removes the output of sources that are gone, so that nothing imports what no longer exists. */
function removeOrphans(root, folder) {
  const output = join(root, 'dist', folder);
  if (!existsSync(output)) return;
  for (const entry of readdirSync(output, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (existsSync(join(root, path))) removeOrphans(root, path);
      else rmSync(join(root, 'dist', path), { recursive: true });
      continue;
    }
    const source = path.replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts');
    if (source !== path && !existsSync(join(root, source))) rmSync(join(root, 'dist', path));
  }
}
