/*
 * Set up for every test file: what its code, libraries and Node itself write to the process's own output goes to the
 * console, which Vitest shows with the test that failed. A green run prints none of it.
 */
const redirect = (stream: NodeJS.WriteStream, print: (text: string) => void): void => {
  stream.write = (chunk: Uint8Array | string) => {
    print(Buffer.from(chunk).toString().trimEnd());
    return true;
  };
};
redirect(process.stdout, console.log);
redirect(process.stderr, console.error);
