import { SEARCH_ATTRIBUTES } from '../../src/contract/names.js';
import { runCommand } from './command.js';
import { findFreePort, isPortFree } from './free-port.js';
import { ServerExited, startServerProcess } from './server-process.js';
import { findTemporalCli } from './find-temporal-cli.js';
import { withProgress } from './report.js';
import type { Report } from './report.js';
import { waitUntilServing } from './wait-until-serving.js';

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 60_000;
const NO_NEWS_FLAG = '--ui-disable-news-fetch';

/** Dynamic configuration of every server that we start; `deploy/temporal/dynamic-config.yaml` says the same. */
export const SERVER_SETTINGS = {
  // Saves 15 to 20 % of the server's work in this flow.
  'system.enableActivityEagerExecution': true,
  // The SDK loads all signals that wait for one workflow task at once: some 9,400 end its process, and each next one.
  'history.maximumSignalsPerExecution': 1_000,
} as const;

/** How to start a Temporal server; everything has a default. */
export interface TemporalServerOptions {
  /** Port of the gRPC frontend. @default a free one */
  port?: number | undefined;
  /** Port of Temporal Web. @default a free one */
  uiPort?: number | undefined;
  /** True leaves Temporal Web out. @default false */
  headless?: boolean | undefined;
  /** File that keeps the state over a restart. @default none: everything is in memory, and about 3 times faster */
  dbFilename?: string | undefined;
  /** @default `default` */
  namespace?: string | undefined;
  /** The codec server that Temporal Web asks to decrypt payloads. @default none */
  codecEndpoint?: string | undefined;
  /** Further arguments of `temporal server start-dev`. */
  extraArgs?: readonly string[] | undefined;
  /** Hears what is being done where it takes long. @default nobody */
  report?: Report | undefined;
  /** Ends the start, and all that it has under way. @default it goes on */
  signal?: AbortSignal | undefined;
}

/** A Temporal server that answers. It ends with this process at the latest, however that ends. */
export interface TemporalServer {
  /** The executable of the Temporal CLI that runs it. */
  cli: string;
  /** host:port of the gRPC frontend. */
  address: string;
  namespace: string;
  /** Where Temporal Web is; absent for a headless server. */
  webUrl?: string;
  pid: number;
  /** Settles when the server has ended; the error says how, for the case that nobody stopped it. */
  ended: Promise<ServerExited>;
  /** Stops the server and waits for its end: asks first, and kills it after 5 s. May be called again. */
  stop: () => Promise<void>;
}

/**
 * Starts a real Temporal server on 127.0.0.1, with the search attributes of the contract, and waits until it answers.
 *
 * @throws Error when no Temporal CLI can be had, a given port is taken, the server ends at once, or it does not answer
 *   within 60 s; the reason of `signal` once that is aborted. Nothing is left running then.
 */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const report = options.report ?? (() => undefined);
  const cli = await findTemporalCli(report, { signal: options.signal });
  for (const port of [options.port, options.uiPort]) {
    if (port !== undefined && !(await isPortFree(port))) throw new PortTaken(port);
  }
  try {
    return await startOnce(cli, options, report);
  } catch (error) {
    // A port that was free when we looked may be gone now: once more, with others.
    if (!(error instanceof ServerExited) || !error.message.includes('address already in use')) throw error;
    return startOnce(cli, options, report);
  }
}

/** A port that was asked for belongs to another process. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} of ${HOST} is taken by another process. Stop that process or choose another port.`);
  }
}

async function startOnce(cli: string, options: TemporalServerOptions, report: Report): Promise<TemporalServer> {
  const namespace = options.namespace ?? 'default';
  const address = `${HOST}:${options.port ?? (await findFreePort())}`;
  const uiPort = options.headless === true ? undefined : (options.uiPort ?? (await findFreePort()));
  const webUrl = uiPort === undefined ? undefined : `http://${HOST}:${uiPort}`;
  const args = serverArguments({ ...options, namespace, address, web: await webArguments(cli, uiPort, options) });
  const { pid, ended, stop } = startServerProcess(cli, args);
  try {
    const words = { doing: 'Waiting for the Temporal server to answer', takes: `at most ${READY_WITHIN_MS / 1000} s` };
    await withProgress(report, words, () =>
      waitUntilServing({ address, namespace, webUrl, withinMs: READY_WITHIN_MS, ended, signal: options.signal }),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { cli, address, namespace, ...(webUrl !== undefined && { webUrl }), pid, ended, stop };
}

interface ServerArguments {
  address: string;
  namespace: string;
  dbFilename?: string | undefined;
  web: readonly string[];
  extraArgs?: readonly string[] | undefined;
}

function serverArguments({ address, namespace, dbFilename, web, extraArgs }: ServerArguments): string[] {
  const [ip = HOST, port = ''] = address.split(':');
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', port, '--namespace', namespace, '--log-level', 'error'],
    ...web,
    ...(dbFilename === undefined ? [] : ['--db-filename', dbFilename]),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
    ...(extraArgs ?? []),
  ];
}

async function webArguments(
  cli: string,
  uiPort: number | undefined,
  { codecEndpoint, signal }: TemporalServerOptions,
): Promise<string[]> {
  if (uiPort === undefined) return ['--headless'];
  return [
    ...['--ui-port', String(uiPort)],
    // Temporal Web asks nobody outside for news then. CLIs that can't fetch any refuse the flag.
    ...((await knowsFlag(cli, NO_NEWS_FLAG, signal)) ? [NO_NEWS_FLAG] : []),
    ...(codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
  ];
}

async function knowsFlag(cli: string, flag: string, signal?: AbortSignal): Promise<boolean> {
  const help = await runCommand(cli, ['server', 'start-dev', '--help'], { environment: process.env, signal });
  return help.includes(flag);
}
