import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from '../browser/find-browser.js';
import { CleanUp } from '../demo/clean-up.js';
import { Phones } from '../demo/phones.js';
import { setUpDemo } from '../demo/set-up.js';
import { onStopSignals } from '../../src/process/stop-signals.js';
import { PROJECT_ROOT } from '../temporal/project-root.js';
import { makeUpOnboardings } from './made-up-onboardings.js';
import { picturesOf } from './pictures.js';

/*
 * Takes the pictures of the documents anew, of made-up onboardings on a server of its own: docs/images.
 */
const DIRECTORY = join(PROJECT_ROOT, 'docs', 'images');

const stop = onStopSignals(['SIGINT', 'SIGTERM', 'SIGHUP']);
const cleanUp = new CleanUp();
try {
  const { browser } = await findBrowser((line) => {
    console.error(line);
  });
  cleanUp.add({ stop: () => browser.close() });
  const phones = new Phones();
  const parts = await setUpDemo({ cleanUp, stop, onOtpSent: phones.receive.bind(phones) });
  const onboardings = await makeUpOnboardings(parts, phones, stop);
  await mkdir(DIRECTORY, { recursive: true });
  for (const picture of picturesOf(browser, parts, onboardings)) {
    const image = await picture.take();
    await writeFile(join(DIRECTORY, `${picture.name}.png`), image);
    console.log(`docs/images/${picture.name}.png: ${Math.round(image.length / 1_000)} kB`);
  }
} finally {
  await cleanUp.run();
}
