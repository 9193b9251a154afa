import type { Operation } from '../operations/operation.js';
import { PROBLEM_NAMES, PROBLEM_TYPES, problemUri, type ProblemName } from '../problems/problem-types.js';
import { html, pageOf, prose } from './html.js';
import { operationSection, problemRow } from './operation-section.js';
import { schemaComponents } from './schema-components.js';
import { shapeSection } from './shape-section.js';

/** The reference for people: every operation, every shape, every problem, on one page. */
export function referencePage(operations: readonly Operation[]): string {
  const components = Object.entries(schemaComponents());
  return pageOf(
    'Customer onboarding: HTTP reference',
    html`<h1>Customer onboarding: HTTP reference</h1>
      <p>For machines: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
      <nav>
        <h2>Operations</h2>
        <ul>
          ${operations.map(({ id, method, path }) => html`<li><a href="#${id}">${method} ${path}</a></li>`)}
        </ul>
        <h2>Shapes</h2>
        <ul>
          ${components.map(([name]) => html`<li><a href="#${name}">${name}</a></li>`)}
        </ul>
      </nav>
      ${operations.map(operationSection)} ${components.map(([name, schema]) => shapeSection(name, schema))}
      <section>
        <h2>Problems</h2>
        <table>
          ${PROBLEM_NAMES.map(problemRow)}
        </table>
      </section>`,
  );
}

/** The page of one problem type. */
export function problemPage(name: ProblemName): string {
  const { status, title, detail } = PROBLEM_TYPES[name];
  return pageOf(
    title,
    html`<h1>${title}</h1>
      <p><code>${problemUri(name)}</code>, HTTP ${status}</p>
      <p>${prose(detail)}</p>
      <p><a href="/docs">HTTP reference</a></p>`,
  );
}
