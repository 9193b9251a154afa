import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** A port of 127.0.0.1 that was free a moment ago. Somebody else may take it before you do: be ready to ask again. */
export async function findFreePort(): Promise<number> {
  return listenBriefly(0);
}

/** Whether a server can listen on this port of 127.0.0.1 now. */
export async function isPortFree(port: number): Promise<boolean> {
  return listenBriefly(port).then(
    () => true,
    () => false,
  );
}

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(port, HOST, () => {
      const { port: listened } = server.address() as AddressInfo;
      server.close(() => {
        resolve(listened);
      });
    });
  });
}
