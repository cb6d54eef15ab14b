import { expect, test } from "vitest";
import { noModel } from "../../../src/llm/model.ts";
import { clarify } from "../../../src/understanding/model/clarify.ts";
import { scriptedModel } from "../../support/models.ts";

const phrases = ["进度", "核对", "怎么算", "去年多少", "帮助"];
const heard = { say: "整哪儿了", asked: "requests.received" };

test("the phrases that a model picks by their numbers are offered, the likeliest first", async () => {
  const model = scriptedModel(() => ({ picks: [2, 1] }));
  const { used, ...clarified } = await clarify(model, heard, phrases);
  expect(clarified).toEqual({ phrases: ["核对", "进度"], dropped: 0 });
  expect(used?.task).toBe("clarify");
  const [task] = model.asked;
  expect(task?.user).toContain("```\n整哪儿了\n```");
  expect(task?.user).toContain("3. 怎么算\n4. 去年多少");
  expect(task?.user).toContain("今年一共收到几件政府信息公开申请？");
});

test("three at most, each once, and none that is not in the list", async () => {
  const answer = async (...picks: unknown[]): Promise<unknown> => {
    return {
      ...(await clarify(
        scriptedModel(() => ({ picks })),
        heard,
        phrases,
      )),
      used: null,
    };
  };
  expect(await answer(1, 2, 3, 4)).toEqual({ phrases: ["进度", "核对", "怎么算"], used: null, dropped: 1 });
  expect(await answer(0, 6, -1, 1.5, 2)).toEqual({ phrases: ["核对"], used: null, dropped: 4 });
  expect(await answer(1, 1, 1)).toEqual({ phrases: ["进度"], used: null, dropped: 2 });
  expect(await answer("进度")).toMatchObject({ phrases: [], why: "broken" });
  expect(await answer()).toEqual({ phrases: [], used: null, dropped: 0 });
});

test("without a model, without phrases, without words nothing is offered", async () => {
  expect(await clarify(noModel, heard, phrases)).toEqual({ phrases: [], used: null, dropped: 0, why: "off" });
  const model = scriptedModel(() => ({ picks: [1] }));
  expect(await clarify(model, heard, [])).toEqual({ phrases: [], used: null, dropped: 0 });
  expect(await clarify(model, { ...heard, say: " " }, phrases)).toEqual({
    phrases: [],
    used: null,
    dropped: 0,
  });
  expect(model.asked).toEqual([]);
});
