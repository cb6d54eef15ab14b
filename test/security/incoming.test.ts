import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readSafely } from "../../src/checking/pool.ts";
import { OutsideError } from "../../src/errors.ts";
import { accessOf, Desk, direct, li, zhang } from "../dispatch/desk.ts";
import { Clock } from "../support/clock.ts";
import { freshFolder, runToEnd } from "../support/process.ts";
import { documentXml, packaged, paragraphXml } from "../reading/packaged.ts";

/** What comes in asks nothing of the network, reaches nothing of the disk, and shows nobody what is another unit's. */

let asked: string[];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.end("x");
});
let address = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`;
});
afterAll(() => void server.close());
beforeEach(() => void (asked = []));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("an address in what somebody sends", () => {
  it("of a page, a document or plain words is never asked for", async () => {
    const page = `<html><head><link rel="stylesheet" href="${address}/css"><base href="${address}/"></head><body><h1>某某街道2025年政府信息公开工作年度报告</h1><img src="${address}/img"><iframe src="${address}/frame"></iframe><script src="${address}/js"></script></body></html>`;
    const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${address}/img" TargetMode="External"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${address}/template" TargetMode="External"/></Relationships>`;
    const files = [
      utf8(page),
      packaged({
        "word/document.xml": documentXml(paragraphXml("某某街道2025年政府信息公开工作年度报告")),
        "word/_rels/document.xml.rels": relations,
        "word/_rels/settings.xml.rels": relations,
      }),
      utf8(`[图](${address}/md) ${address}/words`),
    ];
    for (const bytes of files)
      await readSafely(bytes).catch((error: unknown) => {
        if (!(error instanceof OutsideError)) throw error;
      });
    const desk = await Desk.open();
    for (const words of [`${address}/said`, `看看 ${address}/file.docx`, `file://${address}/x`])
      await desk.says(words);
    await desk.done();
    expect(asked).toEqual([]);
  });
});

describe("a name with a path in it", () => {
  it("leads nowhere: of the organ, and of a file that is sent", async () => {
    const folder = freshFolder();
    const { code } = await runToEnd(
      ["chat", "--data", "data", "--out", "out"],
      folder,
      "开始\n../../某某/街道办事处\n三张表全是0\n生成\n仍要生成\n",
    );
    expect(code).toBe(0);
    expect(
      readdirSync(folder)
        .toSorted()
        .filter((name) => name !== "out"),
    ).toEqual(["data"]);
    const made = existsSync(join(folder, "out"))
      ? readdirSync(join(folder, "out"), { recursive: true, encoding: "utf8" })
      : [];
    for (const name of made) expect(name).not.toMatch(/\.\.|\//);
  });
});

describe("somebody of another unit", () => {
  const unit = (name: string, person: { id: string; name: string }) => ({
    organ: { name, kind: "subdistrict" },
    people: [{ channel: "feishu", ...person, role: "clerk" }],
    groups: [],
  });

  it("sees, changes and presses nothing of what is not theirs, whatever they ask for", async () => {
    const clock = new Clock("2026-01-05T09:00:00+08:00");
    const list = { units: [unit("红旗街道办事处", zhang), unit("青山镇人民政府", li)] };
    const desk = await Desk.open({ clock, access: accessOf(list, clock) });
    for (const said of ["开始", "今年收到4817件，自然人4817件，都公开了", "其余都是0"]) {
      await desk.says(said);
      await desk.done();
    }
    const own = desk.words().join("\n");
    expect(own).toContain("4817");
    const asks = ["开始", "进度", "核对", "预览", "检查", "去年多少", "红旗街道办事处", "换单位", "撤销", "改 予以公开 自然人 为 1", "生成", "仍要生成"]; // prettier-ignore
    for (const said of asks) {
      await desk.says(said, { sender: li });
      await desk.done();
    }
    const cards = desk.postbox.shown.flatMap(({ to, out }) =>
      to.id === zhang.id && out.type === "card" ? [out.card] : [],
    );
    for (const { id, choices = [] } of cards)
      for (const choice of choices) {
        const receipt = await desk.postbox.deliver({
          ...{ kind: "action", id: `press-${id}-${choice.id}`, card: id, choice: choice.id, sender: li },
          ...{ conversation: direct(li), at: clock.now().getTime() },
        });
        expect(receipt.kind).toBe("refused");
      }
    expect(desk.words(direct(li)).join("\n")).not.toContain("4817");
    await desk.says("核对");
    await desk.done();
    expect(desk.words().at(-1)).not.toContain("青山镇");
    expect(desk.words().slice(-3).join("\n")).toContain("4817");
  });
});
