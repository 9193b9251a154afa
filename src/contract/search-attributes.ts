import { SEARCH_ATTRIBUTES } from './names.js';

type AttributeType = (typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES];

/** The server's numbers for types of search attributes: temporal.api.enums.v1.IndexedValueType. */
export const INDEXED_VALUE_TYPES: Readonly<Record<AttributeType, number>> = { Keyword: 2, Datetime: 6 };
const TYPE_NAMES = ['Unspecified', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'];

/** What a namespace's search attributes lack. */
export interface SearchAttributeCheck {
  missing: string[];
  /** One sentence for each attribute that has another type. */
  mistyped: string[];
}

/** Holds the attributes that a namespace has, by name with the number of its type, to those it must have. */
export function checkSearchAttributes(registered: Readonly<Record<string, number>>): SearchAttributeCheck {
  const check: SearchAttributeCheck = { missing: [], mistyped: [] };
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    const present = registered[name];
    if (present === undefined) check.missing.push(name);
    else if (present !== INDEXED_VALUE_TYPES[type]) {
      const other = TYPE_NAMES[present] ?? 'another type';
      check.mistyped.push(`search attribute ${name} is registered as ${other} and must be ${type}`);
    }
  }
  return check;
}
