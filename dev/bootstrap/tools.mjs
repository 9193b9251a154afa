import { spawn } from 'node:child_process';

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'];

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
  for (const signal of signals) process.on(signal, handOn);
  const exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  for (const signal of signals) process.off(signal, handOn);
  if (received !== undefined) process.kill(process.pid, received);
  return exitCode;
}
