import { z } from "zod";

/** A zod schema as the JSON Schema that strict providers take, and the way back for what they answer. */

export type Json = Readonly<Record<string, unknown>>;

export interface Shape {
  /** The root is an object; every property is required, what may be left out may be null; no bounds. */
  json: Json;
  /** The schema is no object: it stands under `value`. */
  wrapped: boolean;
}

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Words that strict subsets refuse; zod looks at them when the answer is read. */
const refused = new Set(
  `$schema default examples minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
   format minItems maxItems uniqueItems minProperties maxProperties propertyNames contentEncoding id`.split(
    /\s+/,
  ),
);

/** The shape of what fits the schema. */
export function shapeOf(schema: z.ZodType): Shape {
  const json = strict(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  if (json["type"] === "object" && isJson(json["properties"])) return { json, wrapped: false };
  const { $defs, ...value } = json;
  return {
    wrapped: true,
    json: {
      type: "object",
      properties: { value },
      required: ["value"],
      additionalProperties: false,
      ...($defs === undefined ? {} : { $defs }),
    },
  };
}

function strict(json: Json): Json {
  const out: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(json)) {
    if (refused.has(word) || word === "properties" || word === "required") continue;
    if (word === "const") out["enum"] = [value];
    else if (word === "$defs" && isJson(value)) out[word] = each(value);
    else out[word === "oneOf" ? "anyOf" : word] = Array.isArray(value) ? value.map(inner) : inner(value);
  }
  const properties = json["properties"];
  if (!isJson(properties)) return out;
  const required = Array.isArray(json["required"]) ? json["required"] : [];
  out["properties"] = Object.fromEntries(
    Object.entries(each(properties)).map(([name, one]) => [
      name,
      required.includes(name) ? one : { anyOf: [one, { type: "null" }] },
    ]),
  );
  out["required"] = Object.keys(properties);
  out["additionalProperties"] = false;
  return out;
}

const inner = (value: unknown): unknown => (isJson(value) ? strict(value) : value);
const each = (schemas: Json): Json =>
  Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, inner(one)]));

export type Fit<T> =
  | { fits: true; value: T }
  /** `shapeless`: not even the types are right, so the provider did not hold the model to the shape. */
  | { fits: false; why: string; shapeless: boolean };

/** No answer of ours leaves out more. */
const most = 100;

/** The value as the schema reads it; a null where something may be left out counts as left out. */
export function fit<T>(schema: z.ZodType<T>, { wrapped }: Shape, value: unknown): Fit<T> {
  const inside = wrapped && isJson(value) && Object.keys(value).join() === "value" ? value["value"] : value;
  let read = schema.safeParse(inside);
  let rest = inside;
  // An optional property that is null hides behind another of its union, so up to three rounds.
  for (let round = 0; !read.success && round < 3; round++) {
    const nulls = pathsOf(read.error.issues)
      .filter((path) => at(rest, path) === null)
      .slice(0, most);
    if (nulls.length === 0) break;
    rest = without(rest, nulls);
    read = schema.safeParse(rest);
  }
  if (read.success) return { fits: true, value: read.data };
  const issues = read.error.issues;
  return {
    fits: false,
    why: issues.slice(0, 5).map(({ path, message }) => `${path.map(String).join(".") || "(root)"}: ${message}`).join("; "), // prettier-ignore
    shapeless: issues.some(({ code }) => /^(?:invalid_type|invalid_union|invalid_value|unrecognized_keys)$/.test(code)), // prettier-ignore
  };
}

type Path = readonly PropertyKey[];

function pathsOf(issues: readonly z.core.$ZodIssue[], from: Path = []): Path[] {
  return issues.flatMap((issue) => {
    const path = [...from, ...issue.path];
    return issue.code === "invalid_union"
      ? [path, ...issue.errors.flatMap((inside) => pathsOf(inside, path))]
      : [path];
  });
}

function at(value: unknown, path: Path): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Object.getOwnPropertyDescriptor(here, key)?.value;
  }
  return here;
}

/** The value without these properties. Elements of lists stay. */
function without(value: unknown, paths: readonly Path[], here: Path = []): unknown {
  const below = paths.filter((path) => path.length > here.length && here.every((key, index) => String(path[index]) === String(key))); // prettier-ignore
  if (below.length === 0) return value;
  if (Array.isArray(value)) return value.map((one: unknown, index) => without(one, below, [...here, index]));
  if (!isJson(value)) return value;
  const gone = new Set(below.filter(({ length }) => length === here.length + 1).map((path) => String(path.at(-1)))); // prettier-ignore
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !gone.has(name))
      .map(([name, one]) => [name, without(one, below, [...here, name])]),
  );
}
