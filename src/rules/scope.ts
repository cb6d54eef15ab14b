import { practice } from "../report/vocabulary.ts";
import type { OrganKind } from "../report/organ.ts";
import { firstIn, prose, twoQuotes } from "./places.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of whom the text speaks of: this organ, by a name that fits it (domain.md 5.6 S-13, 5.8 L-10). */

const below: readonly OrganKind[] = ["township", "subdistrict", "department"];

/** What is said of governments in general, never of one 街道 or 局. */
const general =
  /各级政府(?:部门|机关)|各级行政机关|各地各部门|各地区、?各部门|部分地区|多数部门|多数地区|有的地方|一些地方|少数地方|个别地方|部分地方政府|全国各地/g;

function aboutItself(reading: Reading): Outcome[] {
  const phrases = prose.flatMap((where) =>
    where === "preamble" ? [] : [...reading.text(where).matchAll(general)].map(([found]) => found),
  );
  const kinds = [...new Set(phrases)];
  const foreign = otherOrgan(reading);
  const at = firstIn(reading, new RegExp(kinds[0] ?? "(?!)"), prose.slice(1));
  const kind = reading.report.organ?.kind;
  return [
    ...breaks(kind !== undefined && below.includes(kind) && kinds.length >= 2, () => ({
      message: `正文多处泛泛地说${twoQuotes(kinds)}，不像是写本单位的情况，请改成本单位自己的做法和问题。`,
      cells: [],
      where: at?.where ?? "overview",
      quote: kinds[0] ?? "",
      actual: phrases.length,
    })),
    ...foreign,
  ];
}

/** 2025年，桃园街道坚持…: the subject of the report's own sentences. */
const subject =
  /(?:^|[\n。]|20\d\d年(?:度|以来)?，?)((?![我本各全该])[\u4e00-\u9fff]{2,12}?)(街道办事处|街道|镇人民政府|镇|乡人民政府|乡)(?=坚持|认真|严格|高度|始终|全面|以|紧紧|围绕|深入|主动|共|收到|积极|切实|扎实|按照|未收到)/g;
/** Words that open a sentence before 街道 and are no place: 同时街道积极…, 乡镇. */
const noPlace =
  /[我本各全该的和与年来]|街道|[乡村城集]镇|同时|此外|另外|为此|其次|首先|最后|期间|目前|根据|按照|通过|结合|围绕|依托|工作|下一?步|今后|要求|单位|由于|因此|党工委|部门/;

function otherOrgan(reading: Reading): Outcome[] {
  const { organ } = reading.report;
  if (organ === null || (organ.kind !== "subdistrict" && organ.kind !== "township")) return [];
  const text = reading.text("overview");
  const other = [...text.matchAll(subject)].find(([, place = "", type = ""]) => {
    const name = place.slice(-2);
    if (noPlace.test(place) || organ.name.includes(name)) return false;
    return type.length > 2 || text.split(`${name}${type}`).length > 2;
  });
  const name = `${other?.[1] ?? ""}${other?.[2] ?? ""}`;
  return breaks(other !== undefined, () => ({
    message: `总体情况里写的是“${name}”，报告是${organ.name}的，像是别的单位的句子，请核对。`,
    cells: [],
    where: "overview",
    quote: name,
    expected: organ.name,
    actual: name,
  }));
}

const designations: Partial<Record<OrganKind, RegExp>> = {
  subdistrict: /[本我]部门|[本我]局|我委(?!会)|[我本]镇|[我本]乡(?!村)/g,
  township: /[本我]部门|[本我]局|我委(?!会)|[我本]街道/g,
  department: /[我本]街道|[我本]镇|[我本]乡(?!村)/g,
  city: /我局|我街道|我镇/g,
  county: /我局|我街道|我镇/g,
  province: /我局|我街道|我镇/g,
};

/** 科室负责人为本部门第一责任人, 各科室结合本部门实际: the 科室 are meant. */
const ofOthers = /部门|科室|单位|站所|中心|处室|村|社区|负责人|责任人/;

function fittingName(reading: Reading): Outcome[] {
  const { organ } = reading.report;
  const pattern = organ === null ? undefined : designations[organ.kind];
  if (organ === null || pattern === undefined) return [];
  for (const where of prose)
    for (const sentence of reading.text(where).split(/[。；\n]/))
      for (const match of sentence.matchAll(pattern)) {
        if (ofOthers.test(sentence.slice(0, match.index))) continue;
        if (/[根基样文版书日自]$/.test(sentence.slice(0, match.index))) continue;
        return [
          {
            message: `“${match[0]}”不是${organ.name}的自称，请改成与单位相符的称呼。`,
            cells: [],
            where,
            quote: sentence.slice(Math.max(0, match.index - 6), match.index + match[0].length + 6),
            actual: match[0],
          },
        ];
      }
  return [];
}

export const scopeRules: readonly Rule[] = [
  {
    id: "S-13",
    severity: "warning",
    basis: practice("国办公开办函〔2021〕30号要求内容准确、不雷同、不敷衍"),
    demand: "写的是本单位的情况",
    check: aboutItself,
  },
  {
    id: "L-10",
    severity: "warning",
    basis: practice("自称与单位性质相符"),
    demand: "自称与单位性质相符",
    check: fittingName,
  },
];
