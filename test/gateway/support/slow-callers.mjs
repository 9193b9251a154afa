/*
 * Opens many connections to a server and dawdles on all of them, each in one of the ways below. Tells its parent once all
 * are open, and how many are closed whenever it is asked. Run as: node slow-callers.mjs <port> <count>
 */
import { once } from 'node:events';
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
/** Less than a server's usual backlog. */
const AT_A_TIME = 400;
const DRIP_MS = 2_000;

const POST = 'POST /v1/onboardings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const WAYS = [
  // Says nothing.
  () => undefined,
  // Half a line.
  (socket) => socket.write('GET /heal'),
  // One header after the other, without end.
  (socket) => {
    socket.write('GET /healthz HTTP/1.1\r\n');
    const timer = setInterval(() => socket.write(`X-${Math.random()}: y\r\n`), DRIP_MS);
    socket.on('close', () => clearInterval(timer));
  },
  // Half a body; the headers alone decide that it is not let in, so it names nobody.
  (socket) => socket.write(`${POST}Content-Length: 1000\r\n\r\n{"name":`),
  // A body in crumbs.
  (socket) => {
    socket.write(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
    const timer = setInterval(() => socket.write('1\r\n \r\n'), DRIP_MS);
    socket.on('close', () => clearInterval(timer));
  },
];

let closed = 0;
let failed = 0;

async function dawdle(index) {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.on('close', () => (closed += 1));
  try {
    await once(socket, 'connect');
    // What is answered in between must be read for the end to be seen.
    socket.resume();
    WAYS[index % WAYS.length](socket);
  } catch {
    failed += 1;
  }
}

for (let index = 0; index < count; index += AT_A_TIME) {
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count - index) }, (_, each) => dawdle(index + each)));
}
process.send({ opened: count - failed });
process.on('message', () => process.send({ closed }));
process.on('disconnect', () => process.exit());
