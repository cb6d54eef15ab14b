import { doubleSurnames, everyman, surnames, words } from "./surnames.ts";

/** Where a text names a person. The context must say so: a surname alone proves nothing. */

const surname = `(?:${doubleSurnames.join("|")}|[${surnames}])`;
/** Letters a given name does not have: they begin the next word. */
const given = "[^\\P{Script=Han}的了是在与及等不要件条份某]";
/** As short as what follows allows. */
const full = `(?:${surname}${given}{1,2}?|\\p{Script=Han}{2,6}[·•]\\p{Script=Han}{2,6}?)`;
const asker =
  "申请人|投诉人|信访人|举报人|当事人|被征收人|原告|第三人|联系人|经办人|填报人|审核人|签发人|户主";
const role = `${asker}|负责人|代理人|代表人|姓名|名字|居民|村民|业主|群众|市民|律师|农户`;
const honour = "女士|先生|小姐|同志|大爷|大妈|大娘|大叔|阿姨|师傅|老人";
const office = "主任|书记|科长|局长|镇长|乡长|处长|律师|老师|法官";
const does =
  "提出|提交|递交|申请|要求|请求|来电|来访|来信|来函|来人|反映|投诉|举报|信访|起诉|不服|撤回|撤诉|咨询|询问|补正|查询|索要|缴纳|" +
  "本人|表示|认为|所提|的申请|的信息公开|的诉讼|的复议|的答复|的(?:\\d|[一两二三四五六七八九十]+[件份条]|[那这])|等\\d*[人名位]|作出|沟通|联系|协商|代理|电话|手机|身份证|住址|于\\d|在\\d|" +
  `向|对|因|以|与|和|通过|\\(|${honour}`;
/** What follows a name once a role was said before it. */
const goesOn = "[今去昨曾已多再又仍还也均都未没想拟需能会并或但就此近先当书现网线从至到来打发寄递送说称问找办领缴交收个为各\\d]"; // prettier-ignore
const stop = "[\\s,，。;；、:：)\\]》”\"'!?！？\\u0000]|$";
const start = "(?<=^|[\\s,，。;；、:：(\\[《“\"'!?！？\\u0000])";

const at = (source: string): RegExp => new RegExp(source, "dgu");

/** Group 1 is the name. */
const patterns: readonly RegExp[] = [
  at(`(?:${role}|名叫|叫做|我是|我叫)(?:为|是|叫)?(${full})(?=${stop}|${does}|${goesOn})`),
  at(`(?:答复|告知|送达|收到|关于|针对|受理|依)(${full})(?=${stop}|${does})`),
  at(`(?:${start}|[对向给由为与和有按经是将把日月年])(${full})(?=${does})`),
  at(`[给帮替](${full})(?=${does}|部分|不予|公开|提供)`),
  at(`${start}(${full})(?=(?:[、和与及]${full}){0,20}各(?:\\d|一))`),
  at(`(${full})(?=${honour})`),
  at(`(${surname}(?:${honour}|${office}))`),
  at(`(${surname}某{1,2}[甲乙丙]?)(?!单位|企业|公司|部门|个|些|种|项|街道|局|机关|事)`),
  // A name with its telephone.
  at(`(?:${start}|[由找系给向和与是])(${full})(?=\\s?(?:1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})(?!\\d))`),
  at(`(${everyman.join("|")})`),
  // Nobody else stands right after these, whatever follows.
  at(`(?:${asker})((?![于向应常])${surname}${given}{1,2})`),
];

/** 申请人：张三 - after a colon whatever stands there is the name, up to the next sign. */
const labelled = at(
  `(?:${role})\\s*:\\s*(\\p{Script=Han}{2,4}?|\\p{Script=Han}{2,6}[·•]\\p{Script=Han}{2,6})(?=${stop}|电话|手机|联系|身份证|\\d)`,
);
/** A list after a name found: 张三、李芳、王小明各1件. */
const listed = new RegExp(`[、和与及](${full})(?=[、和与及]|各|等|\\d|${stop}|${does})`, "duy");

const isWord = (name: string): boolean => words.has(name.slice(0, 2));

/** The places [start, end) of names in a text with ASCII signs, the surest first; they may overlap. */
export function personsIn(text: string): [number, number][] {
  const found: [number, number][] = [];
  const known = new Set<number>();
  const add = (first: readonly [number, number]): void => {
    for (let place: readonly [number, number] | undefined = first; place !== undefined;) {
      const [from, to] = place;
      found.push([from, to]);
      listed.lastIndex = to;
      const next: readonly [number, number] | undefined = listed.exec(text)?.indices?.[1];
      // A list that was gone through from an earlier name is not gone through again.
      place = next === undefined || known.has(next[0]) || isWord(text.slice(...next)) ? undefined : next;
      if (place !== undefined) known.add(place[0]);
    }
  };
  const placesOf = (pattern: RegExp): [number, number][] =>
    [...text.matchAll(pattern)].flatMap(({ indices }) => (indices?.[1] === undefined ? [] : [indices[1]]));
  for (const place of placesOf(labelled)) add(place);
  for (const pattern of patterns)
    for (const place of placesOf(pattern)) if (!isWord(text.slice(...place))) add(place);
  return found;
}
