import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { services } from './compose-file.js';
import { chainOf, readDockerfile } from './dockerfile.js';

const stages = readDockerfile();
const inProject = (path: string) => join(PROJECT_ROOT, path);
const copies = stages.flatMap((stage) => stage.copies);

test('every stage starts from one exact release of Node 20 with glibc, or from another stage', () => {
  const names = stages.map(({ name }) => name);
  const images = stages.map(({ from }) => from).filter((from) => !names.includes(from));
  for (const image of images) expect(image).toMatch(/^node:20\.\d+\.\d+-bookworm-slim$/);
});

test('a build that names no stage makes the production image', () => {
  expect(stages.at(-1)).toMatchObject({ name: 'worker', command: ['node', 'dist/src/worker/main.js'] });
});

test('the production image has no file of dev, no source, and no package of development', () => {
  const chain = chainOf(stages, 'worker');
  const files = chain.flatMap((stage) => stage.copies.map(({ target }) => target));
  expect(files.sort()).toEqual(['./', 'deploy/health', 'dist/src', 'dist/workflow-bundle.js', 'node_modules']);
  const dependencies = stages.find(({ name }) => name === 'dependencies');
  expect(dependencies?.runs).toEqual([expect.stringMatching(/^npm ci --omit=dev /)]);
});

test.each(['worker', 'dev'])('%s does not run as root', (name) => {
  expect(chainOf(stages, name).findLast(({ user }) => user !== undefined)?.user).toBe('node');
});

test('packages run no scripts of their own while they are installed', () => {
  const installs = stages.flatMap(({ runs }) => runs).filter((run) => run.startsWith('npm ci'));
  expect(installs.length).toBe(2);
  for (const install of installs) expect(install).toContain(' --ignore-scripts ');
});

test('every npm script that the build runs is in package.json', () => {
  const { scripts } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { scripts: object };
  const names = stages.flatMap(({ runs }) => runs).flatMap((run) => /npm run ([\w:-]+)/.exec(run)?.[1] ?? []);
  expect(names).toEqual(['build']);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
});

test('the build context holds what is copied from it, all of it in the project, and nothing else', () => {
  const sources = new Set(copies.filter(({ stage }) => stage === undefined).flatMap((copy) => copy.sources));
  for (const source of sources) expect(existsSync(inProject(source)), source).toBe(true);
  const [first, ...others] = readFileSync(inProject('.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first).toBe('*');
  expect(others.sort()).toEqual([...sources].map((source) => `!${source}`).sort());
});

test('what is copied from the build is what the build makes', () => {
  const made = copies.filter(({ stage }) => stage === 'build').flatMap(({ sources }) => sources);
  expect(made.length).toBeGreaterThan(0);
  for (const path of made) expect(existsSync(inProject(path.replace(/^\/app\//, ''))), path).toBe(true);
});

const ownServices = services.filter(([, { build }]) => build !== undefined);

test.each(ownServices)('%s is built from this Dockerfile and runs a file of its image', (_name, service) => {
  const { build, entrypoint = [], command = [] } = service;
  expect(build).toMatchObject({ context: '.', dockerfile: 'deploy/Dockerfile' });
  const chain = chainOf(stages, build?.target ?? '');
  const started = [...entrypoint, ...command];
  const [program, file = ''] = started.length > 0 ? started : (chain.at(-1)?.command ?? []);
  expect(program).toBe('node');
  const targets = chain.flatMap((stage) => stage.copies.map(({ target }) => target));
  expect(targets.some((target) => file.startsWith(`${target}/`))).toBe(true);
  expect(existsSync(inProject(file)), file).toBe(true);
});
