import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The workflow code is bundled from the files beside this one, compiled or not. */
const extension = extname(fileURLToPath(import.meta.url));
const modulePath = (name: string) => fileURLToPath(new URL(`${name}${extension}`, import.meta.url));

/**
 * Bundles the workflows, their interceptors, the tolerant payload converter and the failure converter into one file, so that a worker starts
 * without a bundler. The file appears whole or not at all.
 */
export async function writeWorkflowBundle(path: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: modulePath('../workflows/index'),
    workflowInterceptorModules: ['log-unknown-signals', 'carry-request-id'].map((name) =>
      modulePath(`../workflows/${name}`),
    ),
    payloadConverterPath: modulePath('../encryption/tolerant-payload-converter'),
    failureConverterPath: modulePath('../encryption/workflow-failure-converter'),
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, code);
  await rename(partial, path);
}
