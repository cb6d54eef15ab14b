import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fit, shapeOf } from "../../src/llm/shape.ts";

const Cell = z.string().refine((id) => id.startsWith("requests."), "no such cell").transform((id) => ({ id })); // prettier-ignore
const Command = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("state"),
    cell: Cell,
    value: z.int().min(0).max(9),
    quote: z.string().optional(),
  }),
  z.object({ do: z.literal("undo"), reason: z.string().min(2).nullable() }),
]);
const Commands = z.object({ commands: z.array(Command).max(3), unread: z.string().default("") });

/** Every object and every word in a JSON Schema. */
function walk(json: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(json)) for (const one of json) walk(one, visit);
  else if (typeof json === "object" && json !== null) {
    visit({ ...json });
    for (const one of Object.values(json)) walk(one, visit);
  }
}

describe("the shape of a schema", () => {
  it("is of the strict kind, all the way down", () => {
    const { json, wrapped } = shapeOf(Commands);
    expect(wrapped).toBe(false);
    let objects = 0;
    walk(json, (node) => {
      if (node["type"] !== "object") return;
      objects++;
      expect(node["additionalProperties"]).toBe(false);
      expect(node["required"]).toEqual(Object.keys(node["properties"] ?? {}));
    });
    expect(objects).toBe(3);
    expect(JSON.stringify(json)).not.toMatch(
      /"(?:minimum|maximum|minLength|maxItems|default|\$schema|oneOf|const)"/,
    );
    expect(JSON.stringify(json)).toContain('"enum":["undo"]');
  });

  it("keeps a property that is called like a word of JSON Schema", () => {
    const { json } = shapeOf(z.object({ pattern: z.string(), default: z.number() }));
    expect(json["required"]).toEqual(["pattern", "default"]);
  });

  it("wraps what is no object, and keeps what refers to itself", () => {
    interface Tree {
      name: string;
      below: Tree[];
    }
    const Tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), below: z.array(Tree) }));
    const { json, wrapped } = shapeOf(z.array(Tree));
    expect(wrapped).toBe(true);
    expect(Object.keys(json)).toContain("$defs");
    const leaf = { name: "甲", below: [] };
    expect(fit(z.array(Tree), { json, wrapped }, { value: [leaf] })).toEqual({ fits: true, value: [leaf] });
  });
});

describe("an answer", () => {
  const shape = shapeOf(Commands);
  it("fits with nulls for what may be left out, and keeps a null that is meant", () => {
    const answer = {
      commands: [
        { do: "state", cell: "requests.received.person", value: 3, quote: null },
        { do: "undo", reason: null },
      ],
      unread: null,
    };
    expect(fit(Commands, shape, answer)).toEqual({
      fits: true,
      value: {
        commands: [{ do: "state", cell: { id: "requests.received.person" }, value: 3 }, { do: "undo", reason: null }],
        unread: "",
      },
    }); // prettier-ignore
  });

  it("fits with nulls inside of a plain union", () => {
    const Either = z.object({
      one: z.union([
        z.object({ a: z.string(), b: z.string().optional() }),
        z.object({ c: z.number(), d: z.number().optional() }),
      ]),
    });
    expect(fit(Either, shapeOf(Either), { one: { c: 1, d: null } })).toEqual({ fits: true, value: { one: { c: 1 } } }); // prettier-ignore
  });

  const wrong: [string, unknown, boolean][] = [
    ["a null for what is needed", { commands: null }, true],
    ["another type", { commands: "无" }, true],
    ["an unknown choice", { commands: [{ do: "destroy" }] }, true],
    [
      "a value out of bounds",
      { commands: [{ do: "state", cell: "requests.received.person", value: 10 }] },
      false,
    ],
    ["a cell that is not there", { commands: [{ do: "state", cell: "x", value: 1 }] }, false],
  ];
  it.each(wrong)("does not fit with %s", (_, answer, shapeless) => {
    expect(fit(Commands, shape, answer)).toMatchObject({ fits: false, shapeless });
  });
});
