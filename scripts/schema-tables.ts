/** Markdown tables of what a JSON Schema (as zod writes it) allows. */

export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  additionalProperties?: unknown;
}

/** One line of a table: a key with its path, and what it may be. */
export interface Row {
  path: string;
  schema: JsonSchema;
  required: boolean;
}

/** All keys below a schema, in order; those of a list's entries under `path[]`. */
export function rowsOf(schema: JsonSchema, prefix = ''): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const inner = [value, ...(value.anyOf ?? [])];
    const list = inner.find(({ items }) => items)?.items;
    return [
      { path, schema: value, required: schema.required?.includes(key) ?? false },
      ...inner.flatMap((part) => rowsOf(part, `${path}.`)),
      ...(list ? rowsOf(list, `${path}[].`) : []),
    ];
  });
}

/** What a value may be, in words. */
export function kindOf(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kindOf))].join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.type === 'array') return `list of ${schema.items ? kindOf(schema.items) : 'values'}`;
  if (schema.type === 'string') return schema.format === 'date-time' ? 'UTC time, ISO 8601' : 'text';
  if (schema.type === 'integer' || schema.type === 'number') return numberKind(schema);
  return String(schema.type ?? 'anything');
}

function numberKind({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const what = type === 'integer' ? 'whole number' : 'number';
  const huge = (bound: number) => Math.abs(bound) >= Number.MAX_SAFE_INTEGER;
  const from = minimum !== undefined && !huge(minimum) ? minimum : undefined;
  const to = maximum !== undefined && !huge(maximum) ? maximum : undefined;
  if (from !== undefined && to !== undefined) return `${what}, ${from} to ${to}`;
  if (from !== undefined) return `${what}, at least ${from}`;
  if (to !== undefined) return `${what}, at most ${to}`;
  if (exclusiveMinimum !== undefined) return `${what} above ${exclusiveMinimum}`;
  return what;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** Angle brackets would be taken for HTML. */
export function prose(text: string | undefined): string {
  return (text ?? '').replace(/<[^<>]*>/g, (match) => `\`${match}\``);
}
