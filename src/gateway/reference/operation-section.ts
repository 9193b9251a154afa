import { REQUEST_HEADERS } from '../operations/headers.js';
import type { Operation } from '../operations/operation.js';
import { PROBLEM_TYPES, problemUri, type ProblemName } from '../problems/problem-types.js';
import { html, prose, type Html } from './html.js';
import { problemNamesOf } from './openapi.js';
import { schemaOrReference, type JsonSchema } from './schema-components.js';
import { kindOf } from './shape-section.js';

/** One operation: who may call it, what it takes, what it answers. */
export function operationSection(operation: Operation): Html {
  const { id, method, path, summary, description = '', roles, body } = operation;
  return html`<section id="${id}">
    <h3>${summary}</h3>
    <p><code>${method} ${path}</code></p>
    <p>${prose(description)}</p>
    <p>Who: ${roles?.join(', ') ?? 'anybody'}.</p>
    ${parametersOf(operation)} ${body === undefined ? '' : html`<p>Body: ${kindOf(schemaOrReference(body.schema))}</p>`}
    <table>
      ${answersOf(operation)} ${problemNamesOf(operation).map(problemRow)}
    </table>
  </section>`;
}

/** One row of a table of problems. */
export function problemRow(name: ProblemName): Html {
  const { status, title } = PROBLEM_TYPES[name];
  return html`<tr>
    <td>${status}</td>
    <td><a href="${problemUri(name)}">${name}</a>: ${title}</td>
  </tr>`;
}

function parametersOf({ headers = [], query }: Operation): Html {
  const { properties = {} } = query === undefined ? {} : schemaOrReference(query);
  const rows = [
    ...Object.entries(properties).map(([name, schema]) => parameterRow(`?${name}=`, schema, schema.description)),
    ...headers.map((name) => {
      const { schema, description } = REQUEST_HEADERS[name];
      return parameterRow(name, schemaOrReference(schema), description);
    }),
  ];
  return html`${
    rows.length === 0
      ? ''
      : html`<table>
          ${rows}
        </table>`
  }`;
}

function parameterRow(name: string, schema: JsonSchema, description = ''): Html {
  return html`<tr>
    <td><code>${name}</code> (optional)</td>
    <td>${kindOf(schema)}</td>
    <td>${prose(description)}</td>
  </tr>`;
}

function answersOf({ answers }: Operation): Html[] {
  return Object.entries(answers).map(
    ([status, { description, schema, mediaType = 'application/json' }]) =>
      html`<tr>
        <td>${status}</td>
        <td>${prose(description)} ${schema === undefined ? '' : bodyOf(schemaOrReference(schema), mediaType)}</td>
      </tr>`,
  );
}

function bodyOf(schema: JsonSchema, mediaType: string): Html {
  return mediaType === 'application/json' ? kindOf(schema) : html`<code>${mediaType}</code>`;
}
