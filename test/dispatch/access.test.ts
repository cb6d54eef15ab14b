import { readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Access } from "../../src/dispatch/access.ts";
import { parseAccess } from "../../src/dispatch/access/list.ts";
import { silent } from "../../src/log.ts";
import { Clock } from "../support/clock.ts";
import { accessFile, accessOf, direct, group, Lines, zhang } from "./desk.ts";

const clock = () => new Clock("2026-01-05T09:00:00+08:00");
const organ = { name: "青山镇人民政府", kind: "township" };
const other = { name: "红山镇人民政府", kind: "township" };
const person = (id: string, more: object = {}) => ({
  channel: "feishu",
  id,
  name: "张科长",
  role: "clerk",
  ...more,
});
const groups = [{ channel: "feishu", id: group.id }];
const one = (people: object[], more: object = {}) => ({ units: [{ organ, people, groups, ...more }] });

describe("Who may", () => {
  it("is everybody at this machine, and nobody else without a file", () => {
    for (const file of [undefined, "/nowhere/access.json"]) {
      const access = new Access({ ...(file === undefined ? {} : { file }), now: clock().now, log: silent });
      for (const channel of ["web", "terminal"] as const)
        expect(access.admits(channel, direct({ id: "local" }), { id: "local" })).toEqual({
          memberships: [{ unit: "local", role: "clerk" }],
          name: "您",
        });
      expect(access.admits("feishu", direct(zhang), zhang)).toBeNull();
    }
  });

  it("is who is listed, by the name and the role in the list", () => {
    const access = accessOf(one([person("zhang", { role: "reviewer" })], { year: 2025 }), clock());
    expect(access.admits("feishu", direct(zhang), zhang)).toEqual({
      memberships: [{ unit: organ.name, organ, role: "reviewer", year: 2025 }],
      name: "张科长",
    });
    expect(access.admits("wecom", direct(zhang), zhang)).toBeNull();
    expect(access.admits("feishu", direct({ id: "Zhang" }), { id: "Zhang" })).toBeNull();
  });

  it("is everybody of a channel where the list says *, by the platform's name; who is named keeps the own role", () => {
    const all = one([person("*", { role: "viewer", name: undefined }), person("zhang")]);
    const access = accessOf(all, clock());
    expect(access.admits("feishu", direct(zhang), zhang)?.memberships).toMatchObject([{ role: "clerk" }]);
    const wang = access.admits("feishu", direct({ id: "wang" }), { id: "wang", name: "王五" });
    expect(wang).toMatchObject({ name: "王五", memberships: [{ role: "viewer" }] });
    expect(access.admits("wecom", direct(zhang), zhang)).toBeNull();
  });

  it("works in a private chat for all units, in a group for those of the group", () => {
    const access = accessOf(
      {
        units: [
          { organ, people: [person("zhang")], groups },
          { organ: other, people: [person("zhang")] },
        ],
      },
      clock(),
    );
    const units = (where: Parameters<Access["admits"]>[1]) =>
      access.admits("feishu", where, zhang)?.memberships.map(({ unit }) => unit);
    expect(units(direct(zhang))).toEqual([organ.name, other.name]);
    expect(units(group)).toEqual([organ.name]);
    expect(units({ kind: "group", id: "别的群" })).toBeUndefined();
    // A private chat that has the id of a group is no group.
    expect(access.admits("feishu", { kind: "direct", id: group.id }, { id: group.id })).toBeNull();
  });
});

describe("The units of the list", () => {
  it("have a local date and who is responsible, the same human on two platforms too, and follow the file", async () => {
    const time = clock();
    const twice = ["feishu", "wecom"].map((channel) => person("zhang", { channel, responsible: true }));
    const file = accessFile(one(twice, { deadline: "01-20" }));
    const access = new Access({ file, now: time.now, log: silent });
    expect(access.units()).toMatchObject([
      { organ, deadline: { month: 1, day: 20 }, people: [{ responsible: true }, { responsible: true }] },
    ]);
    writeFileSync(file, JSON.stringify({ units: [] }));
    utimesSync(file, 1, 1);
    await time.pass(1000);
    expect(access.units()).toEqual([]);
  });

  it("may have the law's own last day as theirs, and are none without a list", () => {
    const units = accessOf(one([], { deadline: "01-31" }), clock()).units();
    expect(units).toMatchObject([{ deadline: { month: 1, day: 31 } }]);
    expect(new Access({ now: clock().now, log: silent }).units()).toEqual([]);
  });
});

describe("The file of those who may", () => {
  it("is read again when it changes, and a broken version leaves the old one", async () => {
    const file = accessFile(one([person("zhang")]));
    const time = clock();
    const log = new Lines();
    const access = new Access({ file, now: time.now, log });
    const may = async (id: string): Promise<boolean> => {
      await time.pass(1000);
      return access.admits("feishu", direct({ id }), { id }) !== null;
    };
    let age = 0;
    const write = (text: string): void => {
      writeFileSync(file, text);
      // A time of its own, however fast we are.
      utimesSync(file, 1_700_000_000, 1_700_000_000 + (age += 1));
    };
    expect([await may("zhang"), await may("li")]).toEqual([true, false]);
    write(JSON.stringify(one([person("li")])));
    expect([await may("zhang"), await may("li")]).toEqual([false, true]);
    write('{"units": [');
    expect([await may("zhang"), await may("li")]).toEqual([false, true]);
    expect(log.of("access-list-broken")).toEqual([{ faults: 1 }]);
    write(JSON.stringify({ units: [] }));
    expect([await may("zhang"), await may("li")]).toEqual([false, false]);
    write(JSON.stringify(one([person("zhang")])));
    expect(await may("zhang")).toBe(true);
    rmSync(file);
    expect(await may("zhang")).toBe(false);
  });

  it("is looked at once a second at most", async () => {
    const file = accessFile(one([]));
    const time = clock();
    const access = new Access({ file, now: time.now, log: silent });
    writeFileSync(file, JSON.stringify(one([person("zhang")])));
    utimesSync(file, 1, 1);
    expect(access.admits("feishu", direct(zhang), zhang)).toBeNull();
    await time.pass(1000);
    expect(access.admits("feishu", direct(zhang), zhang)).not.toBeNull();
  });

  it("that is broken at the start is refused with a sentence", () => {
    const file = accessFile('{"units": 5}');
    expect(() => new Access({ file, now: clock().now, log: silent })).toThrow(/^使用名单里单位（units）不对/);
  });

  const faults: Record<string, [unknown, string]> = {
    "is empty": ["", '使用名单是空的。要写成 {"units": [ … ]}；一个人都不放，就写 {"units": []}。'],
    "is no JSON": ['{\n "units": [\n  {,}]}', "使用名单第3行不是正确的 JSON：请检查这里的引号、逗号和括号。"],
    "is cut": ['{\n "units": [', "使用名单第2行不是正确的 JSON：请检查这里的引号、逗号和括号。"],
    "is a list": [[], '使用名单里最外层不对：要写成 {"units": [ … ]}。'],
    "lacks the units": [{}, "使用名单里单位（units）没有写：要写成列表，用方括号 [ ] 括起来。"],
    "has a slip of the pen": [
      { units: [{ organ, peple: [], people: [] }] },
      "使用名单里第1个单位有不认识的项：peple。请检查拼写。",
    ],
    "has a unit without people": [
      { units: [{ organ }] },
      "使用名单里第1个单位的人员（people）没有写：要写成列表，用方括号 [ ] 括起来。",
    ],
    "has a role nobody knows": [
      { units: [{ organ, people: [person("a"), person("b", { role: "admin" })] }] },
      "使用名单里第1个单位的第2位人员的 role 不对：只能是 clerk（填报）、reviewer（审核）、viewer（查看）。",
    ],
    "has a channel nobody knows": [
      { units: [{ organ, people: [person("a", { channel: "qq" })] }] },
      "使用名单里第1个单位的第1位人员的 channel 不对：只能是 feishu、wecom、wecom-app、wechaty、web、terminal。",
    ],
    "has a person without an id": [
      { units: [{ organ, people: [{ channel: "feishu", role: "clerk" }] }] },
      "使用名单里第1个单位的第1位人员的 id 没有写：要写平台上的编号，一段不空的文字；写 * 表示这个渠道的所有人。",
    ],
    "has an organ of no kind": [
      { units: [{ organ: { name: "青山镇" }, people: [] }] },
      "使用名单里第1个单位的 organ 的 kind 没有写：只能是 province、city、county、township、subdistrict、department、committee。",
    ],
    "has an organ without a name": [
      { units: [{ organ: { name: "", kind: "township" }, people: [] }] },
      "使用名单里第1个单位的 organ 的 name 不对：要写单位全称，2至60个字。",
    ],
    "has a group without an id": [
      { units: [{ organ, people: [], groups: [{ channel: "feishu", id: "" }] }] },
      "使用名单里第1个单位的第1个群的 id 不对：要写平台上的编号，一段不空的文字；写 * 表示这个渠道的所有人。",
    ],
    "has a unit twice": [
      {
        units: [
          { organ, people: [] },
          { organ: other, people: [] },
          { organ, people: [] },
        ],
      },
      "使用名单里第1个单位和第3个单位同名：每个单位只写一次，人员写在一起。",
    ],
    "has a deadline that is no day": [
      { units: [{ organ, people: [], deadline: "02-30" }] },
      "使用名单里第1个单位的 deadline 不对：要写每年都有的日期，月和日都是两位数，如 01-20。",
    ],
    "has a deadline that is no text": [
      { units: [{ organ, people: [], deadline: 20 }] },
      "使用名单里第1个单位的 deadline 不对：要写每年都有的日期，月和日都是两位数，如 01-20。",
    ],
    "has a deadline after the law's": [
      { units: [{ organ, people: [], deadline: "02-01" }] },
      "使用名单里第1个单位的 deadline 不对：2月1日太晚了，这类单位的年报最晚1月31日截止，当地的日期只能更早。",
    ],
    "has a government's deadline after the law's": [
      {
        units: [
          { organ: { name: "青山县人民政府", kind: "county" }, people: [], deadline: "03-31" },
          { organ: { name: "红山县人民政府", kind: "county" }, people: [], deadline: "04-01" },
        ],
      },
      "使用名单里第2个单位的 deadline 不对：4月1日太晚了，这类单位的年报最晚3月31日截止，当地的日期只能更早。",
    ],
    "has a mark that is neither true nor false": [
      { units: [{ organ, people: [person("a", { responsible: "yes" })] }] },
      "使用名单里第1个单位的第1位人员的 responsible 不对：只能是 true 或 false，不加引号。",
    ],
    "has two who are responsible": [
      {
        units: [
          {
            organ,
            people: [
              person("a", { responsible: true }),
              person("b", { name: "李科员" }),
              person("c", { name: "王科员", responsible: true }),
            ],
          },
        ],
      },
      "使用名单里第1个单位的第1位人员和第3位人员都标了 responsible：负责人只能有一位；同一个人在两个平台的，名字要写得一样。",
    ],
    "has two without a name who are responsible": [
      {
        units: [
          { organ, people: ["a", "b"].map((id) => person(id, { name: undefined, responsible: true })) },
        ],
      },
      "使用名单里第1个单位的第1位人员和第2位人员都标了 responsible：负责人只能有一位；同一个人在两个平台的，名字要写得一样。",
    ],
    "makes everybody responsible": [
      { units: [{ organ, people: [person("*", { responsible: true })] }] },
      "使用名单里第1个单位的第1位人员不能标 responsible：要标在一个具体的人上，编号不是 *，渠道不是 web、terminal。",
    ],
    "makes somebody responsible whom nothing reaches": [
      { units: [{ organ, people: [person("a", { channel: "web", responsible: true })] }] },
      "使用名单里第1个单位的第1位人员不能标 responsible：要标在一个具体的人上，编号不是 *，渠道不是 web、terminal。",
    ],
    "has a person twice": [
      { units: [{ organ, people: [person("a"), person("b"), person("a", { role: "viewer" })] }] },
      "使用名单里第1个单位的第1位人员和第3位人员是同一个，请删去一个。",
    ],
  };
  it.each(Object.entries(faults))("that %s is refused with the place", (_, [what, sentence]) => {
    expect(parseAccess(readFileSync(accessFile(what), "utf8"))).toEqual({ faults: [sentence] });
  });
});
