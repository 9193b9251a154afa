import { CommandFailed, findOnPath, runCommand } from '../temporal/command.js';
import { stopwatch, withProgress, type Report } from '../temporal/report.js';
import { NotThere } from '../temporal/ways.js';

/** Has Debian's package of Chromium installed for the whole machine; only root may. */
export async function getBrowserFromDebian(environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  const aptGet = await findOnPath('apt-get', environment);
  if (aptGet === undefined) throw new NotThere('there is no `apt-get` on the PATH');
  if (process.getuid?.() !== 0) throw new NotThere('only root may install it');
  const elapsed = stopwatch();
  const options = { environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } };
  const install = () => runCommand(aptGet, ['install', '-y', '--no-install-recommends', 'chromium'], options);
  await withProgress(report, { doing: 'Installing Debian’s package of Chromium', takes: 'about 1 min' }, async () => {
    try {
      await install();
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      // A machine that has just been made knows no packages yet.
      await runCommand(aptGet, ['update'], options);
      await install();
    }
  });
  const file = await findOnPath('chromium', environment);
  if (file === undefined) throw new Error('`chromium` is not on the PATH after its installation');
  report(`Installed Debian’s package of Chromium · ${elapsed()}`);
  return file;
}
