import { spawn } from 'node:child_process';

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Runs a Node tool in the foreground, on our own terminal, and returns its exit code. A signal is handed on to the tool,
 * and ends this process too once the tool has ended.
 */
export async function runTool(root, file, args) {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  let received;
  const handOn = (signal) => {
    received = signal;
    child.kill(signal);
  };
  const signals = Object.keys(exitCodes);
  for (const signal of signals) process.on(signal, handOn);
  const exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  for (const signal of signals) process.off(signal, handOn);
  if (received !== undefined) process.exit(exitCodes[received]);
  return exitCode;
}
