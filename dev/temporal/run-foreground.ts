import { parseArgs } from 'node:util';
import { aborted, onStopSignals, StopRequested } from '../../src/process/stop-signals.js';
import { stopwatch } from './report.js';
import { PortTaken, startTemporalServer } from './start-temporal-server.js';
import type { TemporalServer } from './start-temporal-server.js';

const DEFAULT_PORT = 7233;
const WEB_PORT_DISTANCE = 1000;
const HIGHEST_PORT = 65_535;
const USAGE = `Usage: npm run temporal -- [--port N] [--ui-port N] [--db-filename FILE]
  --port N            gRPC port; ${DEFAULT_PORT} where absent
  --ui-port N         port of Temporal Web; the gRPC port plus ${WEB_PORT_DISTANCE} where absent
  --db-filename FILE  keeps the state over a restart; in memory where absent`;

/** What the command line asks for. */
export interface ForegroundOptions {
  port: number;
  uiPort: number;
  dbFilename: string | undefined;
}

/**
 * Runs a Temporal server with Temporal Web until SIGINT, SIGTERM or SIGHUP, and returns the exit code: 0 when it was
 * stopped, 1 when it could not be started or ended by itself, 2 when the arguments are wrong, the signal's own (130 for
 * Ctrl-C) when it was stopped before it answered. A second Ctrl-C ends everything at once with 130.
 */
export async function runForeground(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.error(`${options}\n${USAGE}`);
    return 2;
  }
  const stop = onStopSignals(['SIGINT', 'SIGTERM', 'SIGHUP']);
  const elapsed = stopwatch();
  const server = await start(options, stop);
  if (typeof server === 'number') return server;
  console.log(`Temporal server  ${server.address}, namespace ${server.namespace} · ${elapsed()}`);
  console.log(`Temporal Web     ${server.webUrl}`);
  console.log(`State            ${options.dbFilename ?? 'in memory, gone after the end'}`);
  console.log('Ctrl-C stops it.');
  if ((await Promise.race([server.ended, aborted(stop)])) === 'stop') {
    console.error('Stopping the Temporal server, up to 5 s; Ctrl-C again ends it at once.');
    await server.stop();
    return 0;
  }
  console.error((await server.ended).message);
  return 1;
}

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: string[]): ForegroundOptions | string {
  const names = { port: { type: 'string' }, 'ui-port': { type: 'string' }, 'db-filename': { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ args, options: names });
    const port = readPort('--port', values.port) ?? DEFAULT_PORT;
    const uiPort = readPort('--ui-port', values['ui-port']) ?? port + WEB_PORT_DISTANCE;
    if (uiPort > HIGHEST_PORT) return `With --port ${port} you need to give --ui-port too.`;
    return { port, uiPort, dbFilename: values['db-filename'] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readPort(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= HIGHEST_PORT) return port;
  throw new Error(`${name} must be a number from 1 to ${HIGHEST_PORT}.`);
}

/** The server, or the exit code where there is none; why has been said. */
async function start(options: ForegroundOptions, signal: AbortSignal): Promise<TemporalServer | number> {
  try {
    return await startTemporalServer({
      ...options,
      signal,
      report: (line) => {
        console.error(line);
      },
    });
  } catch (error) {
    if (error instanceof PortTaken) {
      console.error(`${error.message} This command takes --port N and --ui-port N.`);
    } else {
      console.error(error instanceof Error ? error.message : String(error));
    }
    return error instanceof StopRequested ? error.exitCode : 1;
  }
}
