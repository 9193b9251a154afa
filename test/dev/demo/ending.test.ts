import { afterEach, expect, test, vi } from 'vitest';
import { CleanUp } from '../../../dev/demo/clean-up.js';
import { Ending } from '../../../dev/demo/ending.js';
import { StopRequested } from '../../../src/process/stop-signals.js';

/** A terminal's user waits no longer. */
const ENDED_WITHIN_MS = 3_000;
const never = () => new Promise<never>(() => undefined);

afterEach(() => {
  vi.restoreAllMocks();
});

function scene() {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const [stop, cleanUp] = [new AbortController(), new CleanUp()];
  const press = () => {
    stop.abort(new StopRequested('SIGINT'));
  };
  return { cleanUp, press, ending: new Ending(cleanUp, stop.signal), lines: () => said.mock.calls.flat().map(String) };
}

test('one line says what is stopped, the last one first, and what that waits for', async () => {
  const { cleanUp, press, ending, lines } = scene();
  const stopped: string[] = [];
  const part = (name: string) => ({ name, stop: () => Promise.resolve(void stopped.push(name)) });
  cleanUp.add(part('the Temporal server'));
  cleanUp.add({ ...part('the worker'), underWay: () => ({ count: 2, what: 'call', withinMs: 35_000 }) });
  press();
  await ending.run();
  expect(stopped).toEqual(['the worker', 'the Temporal server']);
  expect(lines()).toEqual([
    'Stopping the worker (2 calls under way), the Temporal server: at most 3 s; Ctrl-C again ends at once.',
  ]);
});

test('a stop before anything is up is one word', async () => {
  const { press, ending, lines } = scene();
  press();
  await ending.run();
  expect(lines()).toEqual(['Stopped.']);
});

test('neither work that does not heed a stop nor a worker with a call under way holds the end up for 3 s', async () => {
  const { cleanUp, press, ending } = scene();
  cleanUp.add({ name: 'the worker', stop: never });
  const code = ending.within(never());
  const pressedAt = performance.now();
  press();
  expect(await Promise.all([code, ending.run()])).toEqual([130, undefined]);
  expect(performance.now() - pressedAt).toBeLessThan(ENDED_WITHIN_MS);
});
