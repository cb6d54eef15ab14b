import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mask, openMasking } from "../../src/llm/masking.ts";
import { words } from "../../src/llm/masking/surnames.ts";

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(""));

/** Names as they are common; those that are words too are nobody's canary. */
const name = fc
  .tuple(
    fc.constantFrom(
      ..."王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋许韩邓冯曹彭肖田董潘袁蔡蒋余杜",
      "欧阳",
      "司马",
      "诸葛",
    ),
    fc.constantFrom("伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "超", "建国", "桂英", "玉兰", "志强", "海燕", "晓东", "和平", "有福", "来顺", "为民", "向阳", "子涵"), // prettier-ignore
  )
  .map((parts) => parts.join(""))
  .filter((one) => !words.has(one.slice(0, 2)));

const mobile = fc
  .tuple(fc.constantFrom("13", "15", "17", "18", "19"), digits(9))
  .map((parts) => parts.join(""));
const date = fc.tuple(fc.integer({ min: 1940, max: 2010 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })); // prettier-ignore
const identity = fc
  .tuple(fc.integer({ min: 11, max: 65 }), digits(4), date, digits(3), fc.constantFrom(..."0123456789Xx"))
  .map(([province, place, [year, month, day], serial, last]) =>
    [province, place, year, String(month).padStart(2, "0"), String(day).padStart(2, "0"), serial, last].join(
      "",
    ),
  );
const road = fc
  .tuple(fc.constantFrom("纺北路", "人民大街", "东关正街", "柳巷", "建设西路", "幸福小区", "锦绣家园", "长乐坊"), fc.integer({ min: 1, max: 999 }), fc.constantFrom("号", "号院", "号3栋2单元401室", "栋2单元", "号楼1102室"))
  .map((parts) => parts.join("")); // prettier-ignore

describe("what points at a person", () => {
  const numbers: [string, fc.Arbitrary<string>][] = [
    ["a mobile number", mobile],
    [
      "a mobile number in groups",
      mobile.map((one) => `${one.slice(0, 3)} ${one.slice(3, 7)} ${one.slice(7)}`),
    ],
    [
      "a mobile number with dashes",
      mobile.map((one) => `${one.slice(0, 3)}-${one.slice(3, 7)}-${one.slice(7)}`),
    ],
    ["a number from abroad", mobile.map((one) => `+86 ${one}`)],
    ["a landline", fc.tuple(fc.constantFrom("029", "010", "0571", "0915"), fc.constantFrom("-", "", " "), fc.constantFrom("8", "6", "2"), digits(7)).map((parts) => parts.join(""))], // prettier-ignore
    ["an identity number", identity],
    ["an identity number in groups", identity.map((one) => `${one.slice(0, 6)} ${one.slice(6, 14)} ${one.slice(14)}`)], // prettier-ignore
    ["an old identity number", fc.tuple(fc.constantFrom("610111", "320803"), digits(9)).map((parts) => parts.join(""))], // prettier-ignore
    [
      "a bank card",
      fc.tuple(fc.constantFrom("6222", "6217", "4367"), digits(15)).map((parts) => parts.join("")),
    ],
    ["a bank card in groups", fc.tuple(fc.constantFrom("6222", "4367"), digits(4), digits(4), digits(4)).map((parts) => parts.join(" "))], // prettier-ignore
    ["a mail address", fc.tuple(fc.constantFrom("zhang.san", "li_4", "wang5"), fc.constantFrom("@qq.com", "@xa.gov.cn")).map((parts) => parts.join(""))], // prettier-ignore
    ["an address", road],
  ];
  const around = fc.constantFrom<[string, string]>(["", ""], ["今年有1件，", "，已办结"], ["（", "）"], ["电话：", "。"], ["他的是", "请登记"]); // prettier-ignore
  const wide = (text: string): string => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)); // prettier-ignore

  it.each(numbers)("%s does not leave, narrow or wide, and comes back", (_, number) => {
    fc.assert(
      fc.property(number, around, fc.boolean(), (narrow, [before, after], isWide) => {
        const canary = isWide ? wide(narrow) : narrow;
        const both = mask(`${before}${canary}${after}`);
        expect(both.masked).not.toContain(canary);
        // No long piece of it either.
        for (let index = 0; index + 6 <= canary.length; index++) expect(both.masked).not.toContain(canary.slice(index, index + 6)); // prettier-ignore
        expect(both.unmask(both.masked)).toBe(`${before}${canary}${after}`);
      }),
      { numRuns: 200 },
    );
  });

  const contexts: ((name: string, other: string) => string)[] = [
    (one) => `申请人${one}`,
    (one) => `申请人：${one}，电话不详`,
    (one) => `申请人${one}今年3月要求公开征地文件`,
    (one) => `申请人${one}昨天撤回`,
    (one) => `联系人:${one}`,
    (one) => `姓名：${one} 性别：男`,
    (one) => `今年收到${one}的申请1件`,
    (one) => `${one}提出的申请已经答复`,
    (one) => `4月，${one}申请公开预算`,
    (one) => `已答复${one}。`,
    (one) => `对${one}作出不予公开决定`,
    (one) => `居民${one}反映的问题`,
    (one) => `原告${one}不服，提起诉讼`,
    (one) => `还有${one}女士的1件`,
    (one) => `${one}先生来电咨询`,
    (one, other) => `${one}、${other}各1件`,
    (one, other) => `申请人${one}和${other}，都公开了`,
    (one, other) => `申请人：${one}、${other}`,
    (one) => `我叫${one}，负责填报`,
    (one) => `由律师${one}代理`,
    (one) => `${one}的2件给了部分公开`,
    (one) => `3件里，${one}的那件还在办`,
    (one) => `给${one}部分公开了`,
    (one) => `居民${one}，女，45岁`,
    (one) => `当事人姓名：${one}；住址：不详`,
  ];
  it.each(contexts.map((context) => [context("某", "某"), context] as const))(
    "a person does not leave: %s",
    (_, context) => {
      // prettier-ignore
      fc.assert(
      fc.property(name, name, (one, other) => {
        const text = context(one, other);
        const both = mask(text);
        expect(both.masked).not.toContain(one);
        if (text.includes(other)) expect(both.masked).not.toContain(other);
        expect(both.unmask(both.masked)).toBe(text);
      }),
      { numRuns: 300 },
    );
    },
  );

  const told: [string, string][] = [
    ["王某某的1件", "〔人1〕的1件"],
    ["刘某，男", "〔人1〕，男"],
    ["陈女士来过", "〔人1〕来过"],
    ["请找李主任", "请找〔人1〕"],
    ["张三和李四各1件", "〔人1〕和〔人2〕各1件"],
    ["申请人：阿依古丽·买买提", "申请人：〔人1〕"],
    ["手机一三八一二三四五六七八", "手机〔电话1〕"],
    ["座机83621234", "座机〔电话1〕"],
    ["微信：zhang_san88", "微信：〔账号1〕"],
    ["家住灞桥区某处大院，自然人1件", "家住〔地址1〕，自然人1件"],
    ["他在西安市灞桥区席王街道纺北路12号3栋2单元401室", "他在西安市灞桥区席王街道〔地址1〕"],
    ["车牌陕A12345", "车牌〔车牌1〕"],
    ["张伟13812345678", "〔人1〕〔电话1〕"],
    ["有事联系李芳 0512-66112233", "有事联系〔人1〕 〔电话1〕"],
    ["张伟（13812345678）把关", "〔人1〕（〔电话1〕）把关"],
  ];
  it.each(told)("%s leaves as %s", (text, masked) => {
    expect(mask(text).masked).toBe(masked);
  });

  it("is the same wherever it stands in one request, also where nothing around it says so", () => {
    const masking = openMasking();
    expect(masking.mask("申请人赵丽华，13812345678。赵丽华说13812345678")).toBe("申请人〔人1〕，〔电话1〕。〔人1〕说〔电话1〕"); // prettier-ignore
    expect(masking.mask("赵丽华又来了，13900001111")).toBe("〔人1〕又来了，〔电话2〕");
    expect(masking.unmask("请联系〔人1〕（[电话2]），不是【电话 1】，也不是〔人9〕")).toBe("请联系赵丽华（13900001111），不是13812345678，也不是〔人9〕"); // prettier-ignore
  });

  it("is not given out for a placeholder that was typed", () => {
    const both = mask("〔人1〕和申请人：赵丽华");
    expect(both.masked).toBe("〔人1〕和申请人：〔人2〕");
    expect(both.unmask(both.masked)).toBe("〔人1〕和申请人：赵丽华");
  });
});

describe("what is no person's", () => {
  const stays = [
    "国办公开办函〔2021〕30号，《中华人民共和国政府信息公开条例》第三十一条",
    "西政公开告〔2025〕第0012号，（2024）陕01行初12号",
    "2025年1月1日至12月31日，2021 2022 2023 2024",
    "收到申请3件，自然人2件、商业企业1件，予以公开2件，结转下年度1件",
    "行政许可99999999件，收费0.123456万元，合计12345678.5元",
    "申请人自己撤回了；申请人申请公开；申请人应当补正；申请人对答复不服；申请人逾期不缴费",
    "申请人向街道提出申请，申请人于2025年3月提出，申请人常年咨询",
    "西安市灞桥区人民政府席王街道办事处、华清社区、管委会办公室",
    "群众关心的问题，居民满意度，村民安置，市民关切，群众应知尽知",
    "单位申请3件，高校申请2件，律师事务所申请1件，有关申请均已答复",
    "街道一楼大厅设公开查阅点，三楼12室，共12个社区",
    "12345热线受理300件，12348、12315",
    "负责人签字，联系人电话，经办人，办公室主任，党工委书记",
    "对单位作出处罚36件，对相关人员作出答复，向各社区联系点发放",
    "单位的3件、公司的2件、高校的一件，许可的12件，其余的4件，商业企业的2件，上年的那件",
    "给单位公开，给企业部分公开，主动公开，向社会公开，由管委会公开，给群众提供方便",
    "其他处理·其他，不予公开·国家秘密",
  ];
  it.each(stays)("%s stays", (text) => {
    expect(mask(text).masked).toBe(text);
  });

  /** All that the form and the prompts say. */
  const root = join(import.meta.dirname, "..", "..");
  const files = ["src/report/form", "prompts"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => !file.startsWith("."))
      .map((file) => join(folder, file)),
  );
  it.each(files)("%s stays", (file) => {
    // A sample of a contact is made to look like one.
    const text = readFileSync(join(root, file), "utf8").replaceAll(/例如：地址.*/g, "");
    expect(mask(text).masked).toBe(text);
  });

  it("a text of any kind comes back as it was", () => {
    const piece = fc.oneof(fc.string(), name, mobile, identity, road, fc.constantFrom("申请人", "：", "〔人1〕", "，", "提出", "号", "\n", "[电话1]")); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const both = mask(text);
        expect(both.unmask(both.masked)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "申请人张建国要求公开文件，",
    "、王王",
    "和王",
    "1",
    "a",
    "a.",
    "路1号",
    "申请人：",
    "6222 ",
    "〔人1〕",
  ])("takes a long text of %s in its stride", (unit) => {
    const text = unit.repeat(60_000 / unit.length);
    const began = performance.now();
    const both = mask(text);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(both.masked).not.toContain("张建国");
  });
});
