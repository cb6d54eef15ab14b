import { doubleSurnames, everyman, surnames, words } from "./surnames.ts";

/** Where a text names a person. The context must say so: a surname alone proves nothing. */

const surname = `(?:${doubleSurnames.join("|")}|[${surnames}])`;
/** Letters a given name does not have: they begin the next word. */
const given = "[^\\P{Script=Han}的了是在有和与及等对向要不提申来各被把就也都又还从由所为某件条份因以就于、]";
const full = `(?:${surname}${given}{1,2}?|\\p{Script=Han}{2,6}[·•]\\p{Script=Han}{2,6}?)`;
const role = "申请人|投诉人|信访人|举报人|当事人|被征收人|原告|第三人|联系人|经办人|负责人|填报人|审核人|签发人|代理人|代表人|户主|姓名|名字|居民|村民|业主|群众|市民|律师|农户"; // prettier-ignore
const does = "提出|提交|递交|申请|要求|请求|来电|来访|来信|来函|来人|反映|投诉|举报|信访|起诉|不服|撤回|撤诉|咨询|询问|补正|查询|索要|缴纳|本人|表示|认为|所提|的申请|的信息公开|的诉讼|的复议|的答复|等\\d*[人名位]|作出|\\(|女士|先生|同志|电话|手机|身份证|住址|于\\d|在\\d|向|对|因|以|与|和|通过"; // prettier-ignore
const stop = "[\\s,，。;；、:：)\\]》”\"'!?！？]|$";
const start = "^|[\\s,，。;；、:：(\\[《“\"'!?！？]";

/** Group 1 is the name. `plain`: the name may not begin like a word. */
const patterns: readonly { at: RegExp; plain: boolean }[] = [
  // 申请人：张三 - after a colon whatever stands there is the name, up to the next sign.
  { at: new RegExp(`(?:${role})\\s*:\\s*(\\p{Script=Han}{2,4}?)(?=${stop}|电话|手机|联系|身份证|\\d)`, "dgu"), plain: false }, // prettier-ignore
  { at: new RegExp(`(?:${role}|名叫|叫做|我是|我叫)(${full})(?=${stop}|${does}|\\d|一件|各)`, "dgu"), plain: true }, // prettier-ignore
  {
    at: new RegExp(`(?:答复|告知|送达|收到|关于|针对|受理|依)(${full})(?=${stop}|${does})`, "dgu"),
    plain: true,
  },
  { at: new RegExp(`(?:${start})(${full})(?=(?:[、和与及]${full})*各(?:\\d|一))`, "dgu"), plain: true },
  { at: new RegExp(`(?:${role})(?:为|是|叫)(${full})(?=${stop}|${does}|\\d)`, "dgu"), plain: true },
  { at: new RegExp(`(?:${start}|对|向|给|由|为|与|和|有|按|经|是|将|把|\\d日|\\d月|\\d年)(${full})(?=${does})`, "dgu"), plain: true }, // prettier-ignore
  { at: new RegExp(`(${full})(?=女士|先生|小姐|同志|大爷|大妈|大娘|大叔|阿姨|师傅|老人)`, "dgu"), plain: true }, // prettier-ignore
  { at: new RegExp(`(${surname}(?:女士|先生|小姐|同志|大爷|大妈|大娘|大叔|阿姨|师傅|主任|书记|科长|局长|镇长|乡长|处长|律师|老师|法官))`, "dgu"), plain: true }, // prettier-ignore
  { at: new RegExp(`(${surname}某{1,2}(?:甲|乙|丙)?)(?!单位|企业|公司|部门|个|些|种|项|街道|局|机关|事)`, "dgu"), plain: true }, // prettier-ignore
  { at: new RegExp(`(${everyman.join("|")})`, "dgu"), plain: true },
];

/** A list after a name found: 张三、李芳、王小明各1件. */
const listed = new RegExp(`[、和与及](${full})(?=[、和与及]|各|等|\\d|${stop}|${does})`, "duy");

/** The places [start, end) of names in a text with ASCII signs, in no order; they may overlap. */
export function personsIn(text: string): [number, number][] {
  const found: [number, number][] = [];
  const isWord = (name: string): boolean => words.has(name.slice(0, 2));
  for (const { at, plain } of patterns)
    for (const match of text.matchAll(at)) {
      const [from, to] = match.indices?.[1] ?? [0, 0];
      if (from === to || (plain && isWord(text.slice(from, to)))) continue;
      found.push([from, to]);
      listed.lastIndex = to;
      for (let next = listed.exec(text); next !== null; next = listed.exec(text)) {
        const [start, end] = next.indices?.[1] ?? [0, 0];
        if (isWord(text.slice(start, end))) break;
        found.push([start, end]);
        listed.lastIndex = end;
      }
    }
  // The longer name wins where two begin alike: 李芳华 before 李芳.
  return found.sort((one, other) => other[1] - other[0] - (one[1] - one[0]));
}
