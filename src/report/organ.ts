import { z } from "zod";
import { law, practice, regulation, type Basis } from "./vocabulary.ts";

/** Kinds of organ and what each must report (domain.md 3). */
export interface OrganKindEntry {
  id: string;
  name: string;
  /** A 人民政府: 条例第五十条第（四）项 demands 工作考核, 社会评议, 责任追究结果. */
  government: boolean;
  /** May enact 规章 (立法法). */
  enactsRegulations: boolean;
  /** May be a 行政复议机关, so that co-defendant cases must be left out. */
  reconsiders: boolean;
  /** How the organ speaks of itself. */
  selfName: string;
  deadline: { month: number; day: number; basis: Basis };
}

const byLaw = { month: 1, day: 31, basis: regulation("第四十九条第一款") };
const governments = { month: 3, day: 31, basis: regulation("第四十九条第二款") };
const local = { month: 1, day: 31, basis: practice("乡镇、街道以上级主管部门的通知为准，通常在1月") };

export const organKinds = [
  {
    id: "province",
    name: "省级政府",
    government: true,
    enactsRegulations: true,
    reconsiders: true,
    selfName: "我省",
    deadline: governments,
  },
  {
    id: "city",
    name: "设区的市（自治州）政府",
    government: true,
    enactsRegulations: true,
    reconsiders: true,
    selfName: "我市",
    deadline: governments,
  },
  {
    id: "county",
    name: "县（市、区）政府",
    government: true,
    enactsRegulations: false,
    reconsiders: true,
    selfName: "本级政府",
    deadline: governments,
  },
  {
    id: "township",
    name: "乡镇政府",
    government: true,
    enactsRegulations: false,
    reconsiders: false,
    selfName: "本机关",
    deadline: local,
  },
  {
    id: "subdistrict",
    name: "街道办事处",
    government: false,
    enactsRegulations: false,
    reconsiders: false,
    selfName: "本街道",
    deadline: local,
  },
  {
    id: "department",
    name: "政府部门",
    government: false,
    enactsRegulations: false,
    reconsiders: false,
    selfName: "本机关",
    deadline: byLaw,
  },
  {
    id: "committee",
    name: "管理委员会",
    government: false,
    enactsRegulations: false,
    reconsiders: false,
    selfName: "本机关",
    deadline: local,
  },
] as const satisfies readonly OrganKindEntry[];

export type OrganKind = (typeof organKinds)[number]["id"];
const ids = organKinds.map((kind) => kind.id) as [OrganKind, ...OrganKind[]];
export const OrganKind = z.enum(ids);

export const regulationBasis = law("《中华人民共和国立法法》第九十一条、第九十三条");

export const organKind = (id: OrganKind): OrganKindEntry => {
  const kind = organKinds.find((candidate) => candidate.id === id);
  if (kind === undefined) throw new Error(`no organ kind ${id}`);
  return kind;
};

export const Organ = z.object({
  name: z.string().min(2).max(60),
  kind: OrganKind,
  contact: z.string().max(300).optional(),
});
export type Organ = z.infer<typeof Organ>;

const municipalities = /^(?:北京|天津|上海|重庆)市$/;
const zone = /(?:区|园|城|港|新城|基地|带|湖|山|岛|景区|口岸|林场|农场)$/;
const offices =
  /(?:局|委|委员会|办|办公室|办公厅|厅|中心|队|院|馆|站|社|部|公司|所|处|署|台|会|学校|大学|学院|小学|中学)$/;

/** The kind told by a full name, or the kinds it may be; none when the name tells nothing. */
export function kindsOf(name: string): OrganKind[] {
  const plain = name
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/\([^()]*\)$/, "");
  if (/(?:街道|街道办|街办|(?:街道|地区)办事处)$/.test(plain)) return ["subdistrict"];
  if (/办事处$/.test(plain))
    return /驻.*办事处$/.test(plain) ? ["department"] : ["subdistrict", "department"];
  const managed = /^(.*?)(?:管理委员会|管委会)$/.exec(plain)?.[1];
  // 国有资产监督管理委员会 and 城市管理委员会 are departments; a zone is managed by a 管委会.
  if (managed !== undefined && (zone.test(managed) || plain.endsWith("管委会"))) return ["committee"];
  if (managed !== undefined)
    return /(?:监督|城市|事务|行政)$/.test(managed) ? ["department"] : ["committee", "department"];
  if (/(?:开发区|高新区|示范区|实验区|试验区|园区|保税区|度假区|风景区)$/.test(plain)) return ["committee"];
  const government = /^(.*?)(?:人民)?政府$/.exec(plain)?.[1];
  if (government !== undefined) return governmentsOf(government);
  // An office may report for itself or for its government.
  const served = /^(.*?)(?:人民)?政府办公[室厅]$/.exec(plain)?.[1];
  if (served !== undefined) return ["department", ...governmentsOf(served)];
  if (/(?:[镇乡]|苏木)$/.test(plain)) return ["township"];
  return offices.test(plain) ? ["department"] : [];
}

/** The kinds of a 人民政府, told by the name of its territory. */
function governmentsOf(territory: string): OrganKind[] {
  if (/^[\u4e00-\u9fff]{2,7}(?:省|自治区)$/.test(territory) || municipalities.test(territory))
    return ["province"];
  if (/(?:[镇乡]|苏木)$/.test(territory)) return ["township"];
  if (/自治州$/.test(territory)) return ["city"];
  if (/(?:[县旗]|(?<!自治)区)$/.test(territory)) return ["county"];
  return /市$/.test(territory) ? ["city", "county"] : [];
}
