import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

/** What a backend has before the snippet begins. */
const AMBIENT = `
import type { FieldProblem, OnboardingRequest } from 'customer-onboarding';
declare global {
  const mobileNumber: string, name: string, latlong: string, publicIP: string, clientCode: string;
  const otpThatTheCustomerTyped: string, request: OnboardingRequest;
  function show(problems: readonly FieldProblem[]): void;
}
`;

function snippetsOf(page: string): string[] {
  const text = readFileSync(join(PROJECT_ROOT, page), 'utf8');
  return [...text.matchAll(/```ts\n(import [\s\S]*?)```/g)].map(([, code = '']) => code);
}

/** What the compiler says of a file of this text, in a strict project that imports the package by its name. */
function complaintsAbout(code: string): string[] {
  const files: Record<string, string> = {
    [join(PROJECT_ROOT, 'snippet.ts')]: code,
    [join(PROJECT_ROOT, 'ambient.ts')]: AMBIENT,
  };
  const options = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: ['node'],
    paths: { 'customer-onboarding': [join(PROJECT_ROOT, 'src/client/index.ts')] },
  } satisfies ts.CompilerOptions;
  const host = ts.createCompilerHost(options);
  const plain = { ...host };
  host.fileExists = (name) => name in files || plain.fileExists(name);
  host.readFile = (name) => files[name] ?? plain.readFile(name);
  host.getSourceFile = (name, ...others) => {
    const code = files[name];
    return code === undefined ? plain.getSourceFile(name, ...others) : ts.createSourceFile(name, code, options.target);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test.each(['README.md', 'docs/client.md'])('the TypeScript of %s compiles under --strict', (page) => {
  const snippets = snippetsOf(page);
  expect(snippets.length).toBeGreaterThan(0);
  for (const code of snippets) expect(complaintsAbout(code)).toEqual([]);
});

test('a method that is not there would be found', () => {
  expect(complaintsAbout(`${snippetsOf('README.md')[0] ?? ''}\nclient.noSuchMethod();`)).toEqual([
    "Property 'noSuchMethod' does not exist on type 'OnboardingClient'.",
  ]);
});
