import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Interrupted, StandardInput } from '../../src/cli/standard-input.js';
import { UsageError } from '../../src/cli/usage-error.js';

function standardInput({ text, isTTY = false }: { text: string; isTTY?: boolean }) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = new PassThrough();
  stdin.end(text);
  return { input: new StandardInput(stdin, stderr), shown: () => String(stderr.read() ?? '') };
}

test('lines come one after the other, without their ends and else as they are', async () => {
  const { input } = standardInput({ text: '9876543210\r\n 123456\n' });
  expect(await input.line('Mobile number')).toBe('9876543210');
  expect(await input.line('Code')).toBe(' 123456');
});

test.each(['', '\n'])('no line is a usage error: %j', async (text) => {
  const { input } = standardInput({ text });
  await expect(input.line('Code')).rejects.toThrow(UsageError);
});

test('everything comes at once, line ends included', async () => {
  const { input } = standardInput({ text: '{\n"name":"Aशा"\n}\n' });
  expect(await input.all()).toBe('{\n"name":"Aशा"\n}\n');
});

test('a person is asked, and what is typed is not shown', async () => {
  const { input, shown } = standardInput({ text: '123456\n', isTTY: true });
  expect(await input.line('Code')).toBe('123456');
  expect(shown()).toBe('Code: \n');
});

test('Ctrl-C at the question ends it', async () => {
  const { input } = standardInput({ text: '12\u0003', isTTY: true });
  await expect(input.line('Code')).rejects.toThrow(Interrupted);
});
