import { describe, expect, it, test } from "vitest";
import { kindsOf, organKind, organKinds, Organ, type OrganKind } from "../../src/report/organ.ts";

describe("the kind of an organ by its name", () => {
  const cases: [string, OrganKind[]][] = [
    ["重庆市沙坪坝区虎溪街道办事处", ["subdistrict"]],
    ["席王街道办事处", ["subdistrict"]],
    ["新华区曙光街街道", ["subdistrict"]],
    ["武侯区浆洗街街道办", ["subdistrict"]],
    ["东大街街办", ["subdistrict"]],
    ["北京市朝阳区麦子店地区办事处", ["subdistrict"]],
    ["广州市越秀区 北京街道办事处", ["subdistrict"]],
    ["武汉东湖城乡工作办事处", ["subdistrict", "department"]],
    ["淮安市人民政府驻北京办事处", ["department"]],
    ["永嘉县溪下乡人民政府", ["township"]],
    ["开阳县冯三镇人民政府", ["township"]],
    ["邹城市唐村镇", ["township"]],
    ["无锡市锡山区安镇街道", ["subdistrict"]],
    ["某某县某某回族乡人民政府", ["township"]],
    ["某某县某某镇政府", ["township"]],
    ["正蓝旗那日图苏木人民政府", ["township"]],
    ["鄂温克族苏木", ["township"]],
    ["淮安市洪泽区人民政府", ["county"]],
    ["富县人民政府", ["county"]],
    ["洪泽区政府", ["county"]],
    ["三江侗族自治县人民政府", ["county"]],
    ["鄂伦春自治旗人民政府", ["county"]],
    ["正蓝旗人民政府", ["county"]],
    ["重庆市开州区人民政府", ["county"]],
    ["淮安市人民政府", ["city", "county"]],
    ["江苏省淮安市人民政府", ["city", "county"]],
    ["景德镇市人民政府", ["city", "county"]],
    ["恩施土家族苗族自治州人民政府", ["city"]],
    ["江苏省人民政府", ["province"]],
    ["广西壮族自治区人民政府", ["province"]],
    ["新疆维吾尔自治区人民政府", ["province"]],
    ["广西壮族自治区南宁市人民政府", ["city", "county"]],
    ["北京市人民政府", ["province"]],
    ["重庆市人民政府", ["province"]],
    ["上海市人民政府办公厅", ["department", "province"]],
    ["攸县人民政府办公室", ["department", "county"]],
    ["泰兴市人民政府办公室", ["department", "city", "county"]],
    ["湛江市人民政府地方志办公室", ["department"]],
    ["宣城市宣州区自然资源和规划局", ["department"]],
    ["杭州市公安局滨江区分局", ["department"]],
    ["武汉市发展和改革委员会", ["department"]],
    ["湖北省人力资源和社会保障厅", ["department"]],
    ["某某市市场监督管理局（知识产权局）", ["department"]],
    ["某某市城管委", ["department"]],
    ["某某区人民政府信访办", ["department"]],
    ["某某市国有资产监督管理委员会", ["department"]],
    ["北京市城市管理委员会", ["department"]],
    ["某某县机关事务管理中心", ["department"]],
    ["某某市交通运输综合行政执法支队", ["department"]],
    ["番禺经济技术开发区管委会", ["committee"]],
    ["黄山风景区管理委员会", ["committee"]],
    ["甘眉工业园区管委会", ["committee"]],
    ["滨海新城管理委员会", ["committee"]],
    ["平潭综合实验区", ["committee"]],
    ["平潭综合实验区管理委员会", ["committee"]],
    ["某某古镇保护管理委员会", ["committee", "department"]],
    ["测试市", []],
    ["我们单位", []],
    ["", []],
  ];
  it.each(cases)("%s", (name, kinds) => expect(kindsOf(name)).toEqual(kinds));
});

test("governments report on 考核、评议、追责 and may publish until the end of March, others until January", () => {
  const government = organKinds.filter((kind) => kind.government).map((kind) => kind.id);
  expect(government).toEqual(["province", "city", "county", "township"]);
  for (const kind of organKinds) {
    const late = ["province", "city", "county"].includes(kind.id);
    expect([kind.id, kind.deadline.month, kind.deadline.day]).toEqual([kind.id, late ? 3 : 1, 31]);
  }
  expect(organKind("department").deadline.basis.kind).toBe("law");
  for (const id of ["township", "subdistrict", "committee"] as const)
    expect(organKind(id).deadline.basis.kind).toBe("practice");
});

test("only provinces and cities enact 规章", () =>
  expect(organKinds.filter((kind) => kind.enactsRegulations).map((kind) => kind.id)).toEqual([
    "province",
    "city",
  ]));

test("an organ has a name of 2 to 60 characters and a kind of the form", () => {
  expect(Organ.safeParse({ name: "柳", kind: "subdistrict" }).success).toBe(false);
  expect(Organ.safeParse({ name: "柳".repeat(61), kind: "subdistrict" }).success).toBe(false);
  expect(Organ.safeParse({ name: "柳林街道办事处", kind: "street" }).success).toBe(false);
  expect(Organ.safeParse({ name: "柳林街道办事处", kind: "subdistrict" }).success).toBe(true);
});
