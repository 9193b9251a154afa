/** A JSON object as it came from a provider. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a text holds, or nothing where it holds anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of the given names, whatever their spelling: providers change case and put in `-`, `_` or spaces
 * (`KYCTypeFlag`, `kyctypeFlag`; `statusDesc`, `status-desc`). The documented spelling comes first, then the order of
 * the answer. A field that is null counts as absent.
 */
export function pickFields<Name extends string>(
  object: JsonObject,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  const byBareName = new Map<string, unknown>();
  for (const [name, value] of Object.entries(object)) {
    const bareName = bare(name);
    if (isPresent(value) && !byBareName.has(bareName)) byBareName.set(bareName, value);
  }
  const picked: Partial<Record<Name, unknown>> = {};
  for (const name of names) {
    const exact = Object.hasOwn(object, name) ? object[name] : undefined;
    const value = isPresent(exact) ? exact : byBareName.get(bare(name));
    if (isPresent(value)) picked[name] = value;
  }
  return picked;
}

function bare(name: string): string {
  return name.replace(/[\s_-]/g, '').toLowerCase();
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
