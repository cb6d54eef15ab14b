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

const provinces = /^(?:[\u4e00-\u9fff]{2,7}(?:省|自治区)|(?:北京|天津|上海|重庆)市)人民政府$/;

/** The kind told by a full name, or the kinds it may be; none when the name tells nothing. */
export function kindsOf(name: string): OrganKind[] {
  const plain = name.replace(/\s+/g, "");
  if (/(?:街道|街道办|街道办事处)$/.test(plain)) return ["subdistrict"];
  if (/(?:管理委员会|管委会)$/.test(plain)) return ["committee"];
  if (provinces.test(plain)) return ["province"];
  if (
    /(?:省|自治区|自治州|地区|市|盟|县|区|旗).*(?:镇|乡)(?:人民政府|政府)?$|(?:镇|乡)(?:人民政府|政府)$/.test(
      plain,
    )
  )
    return ["township"];
  if (/自治州人民政府$/.test(plain)) return ["city"];
  if (/(?:县|区|旗)人民政府$/.test(plain)) return ["county"];
  if (/市人民政府$/.test(plain)) return ["city", "county"];
  if (/[镇乡]$/.test(plain)) return ["township"];
  if (/(?:局|委|委员会|办|办公室|办公厅|厅|中心|队|支队|大队|院|馆|站|社|部|公司)$/.test(plain))
    return ["department"];
  return [];
}
