import { fileURLToPath } from 'node:url';
import { writeWorkflowBundle } from '../../src/worker/workflow-bundle.js';

await writeWorkflowBundle(fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url)));
