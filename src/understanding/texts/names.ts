import { kindsOf } from "../../report/organ.ts";
import type { Command, Heard } from "../command.ts";

/** A part of the message that was read as something other than figures. Offsets are those of the message. */
export interface Taken {
  start: number;
  end: number;
  commands: Command[];
}

const opening =
  /^(?:(?:你好|您好|好的|嗯|哦)[,，。！!\s]*)?(?:(?:我们?|咱们?)(?:单位)?(?:是|叫)|单位(?:全称|名称)?(?:是|叫|为|[:：])|全称(?:是|叫|为|[:：])|(?:这里|这边)是|我单位(?:是|叫)|本单位(?:是|为)|机关(?:名称)?[:：]|叫)\s*/;
const organ =
  /^[\u4e00-\u9fff]{1,38}(?:街道办事处|街道办|街道|人民政府|镇政府|乡政府|管理委员会|管委会|委员会|办公室|办公厅|中心|支队|大队|[局委办厅处所院站镇乡会])(?=的?(?:[,，。.！!；;、\s]|$|编|做|填|写|报|20\d\d))/;
const sure =
  /(?:街道办事处|人民政府|管理委员会|管委会|[市区县省州].{1,10}局|[市区县省州].{1,12}(?:街道|镇|乡))$/;
const notName = /^(?:这|那|我|你|他|本|哪|没|不|什么|今年|去年|都|全|一个|是|先|有)/;
const yearWords =
  /^(?:[,，。.！!；;、\s]|我们?|要|想|编制?|做|填报?|写|报|弄|出|这次|这回|是|就|用|报告|年份|年度|[:：]|的)*(?<year>20\d\d|\d\d(?=年))(?<mark>年度?)?(?<of>的?(?:政府信息公开)?(?:工作)?(?:年报|年度报告|报告)|度?的)?(?:吧|啊|呀|的)?(?=[,，。.！!；;\s]|$)/;

const turnsTo =
  /^(?:不对|错了|不是|哦|那个|等等|等一下|[,，\s])*(?:我们?|咱们?)?(?:这次|这回|其实|应该|现在)?(?:是|要|想|得|先|该)*(?:(?<sure>编|重新编|改编)|改|换|切换?|做|写|填报?|报|弄|出)(?:的?(?:应该)?是|成|为|到|回|制)?\s*(?<year>20\d\d)(?<mark>年度?)?(?:的)?(?<report>(?:政府信息公开)?(?:工作)?(?:年报|年度报告|报告))?(?:的|吧|啊|了|哈)*[。.!！]?$/;
const bareYear = /^(?<year>20\d\d)(?:年度?)?的?[。.!！]?$/;

/** 编2026年的 · 改成2024年的年报, at any moment; 2025 as the answer to the organ or the year. */
export function readYear(plain: string, { asked }: Heard): Command | null {
  const words = plain.trim();
  const turned = turnsTo.exec(words)?.groups;
  const clear = turned?.["sure"] ?? turned?.["mark"] ?? turned?.["report"];
  const open = asked === null || asked === "organ" || asked === "year" || asked === "kind";
  const said =
    clear === undefined ? (open ? bareYear.exec(words)?.groups?.["year"] : undefined) : turned?.["year"];
  const year = Number(said);
  return said !== undefined && year >= 2019 && year <= 2100 ? { do: "year", year } : null;
}

const yearFirst =
  /^(?:我们?|要|想|编制?|做|填报?|写|报)*\s*(?<year>20\d\d)年度?的?(?:政府信息公开)?(?:工作)?(?:年报|年度报告|报告)?的?[,，、。;；\s]+(?=\S)/;

/** The organ and the report year, where the message names them; 2025年，青山区临江街道办事处 as well. */
export function readNames(text: string, heard: Heard): Taken | null {
  const first = yearFirst.exec(text);
  if (first?.groups?.["year"] === undefined) return readOrgan(text, heard);
  const rest = readOrgan(text.slice(first[0].length), heard);
  if (!rest?.commands.some((command) => command.do === "organ")) return readOrgan(text, heard);
  const year: Command = { do: "year", year: Number(first.groups["year"]) };
  const others = rest.commands.filter((command) => command.do !== "year");
  return { start: 0, end: first[0].length + rest.end, commands: [year, ...others] };
}

function readOrgan(text: string, heard: Heard): Taken | null {
  const lead = opening.exec(text)?.[0] ?? "";
  const askedOrgan = heard.asked === "organ" || heard.asked === "kind";
  const body = text.slice(lead.length).replace(/^\s+/, "");
  const from = text.length - body.length;
  const commands: Command[] = [];
  let end = from;
  const name = organ.exec(body.slice(0, 60))?.[0];
  const told =
    name !== undefined &&
    name.length >= 4 &&
    !notName.test(name) &&
    (askedOrgan || sure.test(name)) &&
    (askedOrgan ||
      lead !== "" ||
      ["街道办事处", "人民政府", "管理委员会"].some((suffix) => name.endsWith(suffix)));
  if (told && (askedOrgan || heard.asked === null || heard.asked === "year" || lead !== "")) {
    const kinds = kindsOf(name);
    const [kind] = kinds;
    commands.push({ do: "organ", name, ...(kinds.length === 1 && kind !== undefined ? { kind } : {}) });
    end = from + name.length;
    if (text[end] === "的") end += 1;
  } else if (lead !== "") return null;
  if (askedOrgan || heard.asked === "year" || heard.asked === null) {
    const match = yearWords.exec(text.slice(end, end + 60));
    const said = match?.groups?.["year"];
    const clear =
      heard.asked === "year" ||
      match?.groups?.["of"] !== undefined ||
      (told && match?.groups?.["mark"] !== undefined);
    if (match !== null && said !== undefined && clear) {
      const year = Number(said.length === 2 ? `20${said}` : said);
      commands.push({ do: "year", year });
      end += match[0].length;
    }
  }
  return commands.length === 0 ? null : { start: 0, end, commands };
}

const contactLabel = /^(?:联系方式|联系地址|联系电话|地址|电话|办公地址)(?:是|为|[:：])/;
const noContact =
  /^(?:不写|不要|不用|不需要|没有|无|不填|不用写|不要写|不写了|不|算了|跳过|先不写)[了吧。.!！]*$/;

/** The contact for the preamble: asked for, or with its label. */
export function readContact(text: string, heard: Heard): Command | null {
  const words = text.trim();
  if (heard.asked === "contact" && noContact.test(words)) return { do: "contact", contact: "" };
  if (!contactLabel.test(words) && heard.asked !== "contact") return null;
  if (words.length > 300 || !/\d{5,}|\d{3,4}-\d{5,}|[路街道巷弄].{0,12}号|@/.test(words)) return null;
  return { do: "contact", contact: words };
}
