import { expect, test } from "vitest";
import { drafting, draftingCases } from "../../eval/drafting.ts";
import { scriptedModel } from "../../support/models.ts";

const lastLine = async (model: Parameters<typeof drafting.run>[0]["model"]): Promise<string> => {
  const lines: string[] = [];
  await drafting.run({ model, alone: false, print: (line = "") => lines.push(line) });
  return lines.at(-1) ?? "";
};

test("counts what was worded, refused and left plain", async () => {
  const all = draftingCases.length;
  expect(await lastLine(null)).toBe(`worded 0, refused by the guard 0, plain ${all} of ${all}`);
  const lying = scriptedModel(() => "全年公开信息9876条，满意度98%。");
  expect(await lastLine(lying)).toBe(`worded 0, refused by the guard ${all}, plain 0 of ${all}`);
  // The items themselves, put together, are a wording the guard takes where they are written words already.
  const honest = scriptedModel(({ user }) =>
    user
      .split("要点：\n")[1]
      ?.split("\n\n")[0]
      ?.split("\n")
      .map((line) => line.replace(/^\d+）/, ""))
      .join("；"),
  );
  expect(await lastLine(honest)).toMatch(/^worded 1[5-7], /);
});
