// The entry of every npm script. This file keeps to syntax that old Node versions can read,
// so that they get a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  console.error(
    `This project needs Node 20.12 or newer; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

import('./main.mjs').then(({ main }) => main(process.argv.slice(2)));
