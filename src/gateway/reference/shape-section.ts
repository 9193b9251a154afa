import { html, prose, type Html } from './html.js';
import { schemaOfReference, type JsonSchema } from './schema-components.js';

/** One field of a shape, named by its path in the JSON. */
interface Field {
  path: string;
  isRequired: boolean;
  schema: JsonSchema;
}

/** Longer patterns are for machines; what they mean stands in the description. */
const LONGEST_SHOWN_PATTERN = 40;

/** A named shape with all its fields, also those of its parts that have no name. */
export function shapeSection(name: string, schema: JsonSchema): Html {
  const [example] = schema.examples ?? [];
  return html`<section id="${name}">
    <h3>${name}</h3>
    <p>${prose(schema.description ?? '')}</p>
    <table>
      ${fieldsOf(schema).map(
        ({ path, isRequired, schema: field }) =>
          html`<tr>
            <td><code>${path}</code>${isRequired ? '' : ' (optional)'}</td>
            <td>${kindOf(field)}</td>
            <td>${prose(field.description ?? '')}</td>
          </tr>`,
      )}
    </table>
    ${example === undefined ? '' : html`<pre>${JSON.stringify(example, undefined, 2)}</pre>`}
  </section>`;
}

/** What a value may be, in short: a link to a named shape, the words of a list, or type and bounds. */
export function kindOf(schema: JsonSchema): Html {
  const name = schemaOfReference(schema);
  if (name !== undefined) return html`<a href="#${name}">${name}</a>`;
  const { type = '', format = '', pattern = '', minimum, maximum, default: fallback } = schema;
  const words = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const parts = [
    ...(words.length > 0 ? words : [type]),
    format,
    pattern.length <= LONGEST_SHOWN_PATTERN ? pattern : '',
    minimum === undefined ? '' : `from ${minimum}`,
    // Whole numbers have the largest safe one as their bound, which tells nobody anything.
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`,
    fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`,
  ];
  return html`${parts.filter((part) => part !== '').map((part) => html`<code>${part}</code> `)}`;
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix = ''): Field[] {
  return Object.entries(properties).flatMap(([name, field]): Field[] => {
    const path = prefix + name;
    return [
      { path, isRequired: required.includes(name), schema: field },
      ...fieldsOf(field, `${path}.`),
      ...fieldsOf(field.items ?? {}, `${path}[].`),
    ];
  });
}
