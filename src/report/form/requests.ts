import {
  law,
  practice,
  printedForm,
  regulation,
  type Column,
  type Question,
  type Row,
  type RowGroup,
} from "../vocabulary.ts";

/** Table of section 三: 25 rows, 7 columns, 175 figures. */

export const applicants = [
  { id: "person", label: "自然人", help: "个人申请的；律师以个人名义申请的也算自然人。" },
  { id: "business", label: "商业企业", help: "公司等营利企业申请的。" },
  { id: "research", label: "科研机构", help: "高校、研究所等申请的。" },
  { id: "charity", label: "社会公益组织", help: "公益社团、基金会、民办非企业单位申请的。" },
  { id: "legal", label: "法律服务机构", help: "以律师事务所等机构名义申请的。" },
  { id: "other", label: "其他", help: "行政机关、村（居）委会等其余单位申请的。" },
] as const satisfies readonly Column[];

export const totalColumn = {
  id: "total",
  label: "总计",
  help: "各类申请人相加，由系统计算。",
} as const satisfies Column;

export const handledGroup = {
  id: "handled",
  label: "三、本年度办理结果",
  name: "本年度办理结果",
} as const satisfies RowGroup;

export const resultGroups = [
  { id: "refused", label: "（三）不予公开", name: "不予公开" },
  { id: "unavailable", label: "（四）无法提供", name: "无法提供" },
  { id: "notProcessed", label: "（五）不予处理", name: "不予处理" },
  { id: "otherHandling", label: "（六）其他处理", name: "其他处理" },
] as const satisfies readonly RowGroup[];

const result = (name: string): string => `今年按“${name}”办结的有几件？`;

export const receivedRow = {
  id: "received",
  label: "一、本年新收政府信息公开申请数量",
  name: "本年新收",
  ask: "今年一共收到几件政府信息公开申请？自然人几件、企业等单位几件？",
  help: "今年1月1日至12月31日收到的件数，按申请人分类。热线、信访、网上咨询不是申请，不算在内。",
  basis: regulation("第三十一条"),
} as const satisfies Row;

export const carriedInRow = {
  id: "carriedIn",
  label: "二、上年结转政府信息公开申请数量",
  name: "上年结转",
  ask: "去年没有办完、转到今年办的申请有几件？",
  help: "应当等于去年年报“四、结转下年度继续办理”那一行的数。",
  basis: printedForm("第三部分表格"),
} as const satisfies Row;

/** The 21 results; every request ends in exactly one of them. `group` is the part of the id before the dot. */
export const resultRows = [
  {
    id: "granted",
    label: "（一）予以公开",
    name: "予以公开",
    ask: result("予以公开"),
    help: "全部提供了，或者告知对方已经公开、在哪里查。",
    basis: regulation("第三十六条第（一）项、第（二）项"),
  },
  {
    id: "partlyGranted",
    label: "（二）部分公开",
    note: "（区分处理的，只计这一情形，不计其他情形）",
    name: "部分公开",
    ask: result("部分公开"),
    help: "一部分能给、一部分不能给，只在这一行计1件，不再计入别的行。",
    basis: regulation("第三十七条"),
  },
  {
    id: "refused.stateSecret",
    label: "1.属于国家秘密",
    name: "国家秘密",
    ask: result("不予公开：属于国家秘密"),
    help: "依法定密的信息。",
    basis: regulation("第十四条"),
  },
  {
    id: "refused.otherLaw",
    label: "2.其他法律行政法规禁止公开",
    name: "其他法律行政法规禁止公开",
    ask: result("不予公开：其他法律行政法规禁止公开"),
    help: "别的法律、行政法规明文禁止公开的；规章和文件的规定不算。",
    basis: regulation("第十四条"),
  },
  {
    id: "refused.safetyStability",
    label: "3.危及“三安全一稳定”",
    name: "危及“三安全一稳定”",
    ask: result("不予公开：危及“三安全一稳定”"),
    help: "公开后可能危及国家安全、公共安全、经济安全、社会稳定的。",
    basis: regulation("第十四条"),
  },
  {
    id: "refused.thirdParty",
    label: "4.保护第三方合法权益",
    name: "保护第三方合法权益",
    ask: result("不予公开：保护第三方合法权益"),
    help: "涉及商业秘密、个人隐私等，第三方不同意公开且理由成立的。",
    basis: regulation("第十五条、第三十二条"),
  },
  {
    id: "refused.internalAffairs",
    label: "5.属于三类内部事务信息",
    name: "三类内部事务信息",
    ask: result("不予公开：属于三类内部事务信息"),
    help: "人事管理、后勤管理、内部工作流程三类。",
    basis: regulation("第十六条第一款"),
  },
  {
    id: "refused.processInformation",
    label: "6.属于四类过程性信息",
    name: "四类过程性信息",
    ask: result("不予公开：属于四类过程性信息"),
    help: "讨论记录、过程稿、磋商信函、请示报告四类。",
    basis: regulation("第十六条第二款"),
  },
  {
    id: "refused.enforcementFile",
    label: "7.属于行政执法案卷",
    name: "行政执法案卷",
    ask: result("不予公开：属于行政执法案卷"),
    help: "行政执法案卷里的材料。",
    basis: regulation("第十六条第二款"),
  },
  {
    id: "refused.adminQuery",
    label: "8.属于行政查询事项",
    name: "行政查询事项",
    ask: result("不予公开：属于行政查询事项"),
    help: "工商登记、不动产登记资料等另有查询规定，告知对方按规定办的。",
    basis: regulation("第三十六条第（七）项"),
  },
  {
    id: "unavailable.notHeld",
    label: "1.本机关不掌握相关政府信息",
    name: "本机关不掌握",
    ask: result("无法提供：本机关不掌握相关政府信息"),
    help: "查过没有这个信息，或者不归本机关公开、已告知找谁的。",
    basis: regulation("第三十六条第（四）项、第（五）项"),
  },
  {
    id: "unavailable.mustBeCreated",
    label: "2.没有现成信息需要另行制作",
    name: "需要另行制作",
    ask: result("无法提供：没有现成信息需要另行制作"),
    help: "要另外加工、汇总、分析才有的。",
    basis: regulation("第三十八条"),
  },
  {
    id: "unavailable.unclear",
    label: "3.补正后申请内容仍不明确",
    name: "补正后仍不明确",
    ask: result("无法提供：补正后申请内容仍不明确"),
    help: "对方补正过了，还是看不出要什么的。",
    basis: regulation("第三十条"),
  },
  {
    id: "notProcessed.petition",
    label: "1.信访举报投诉类申请",
    name: "信访举报投诉类申请",
    ask: result("不予处理：信访举报投诉类申请"),
    help: "名义上申请公开，实际是信访、投诉、举报的。",
    basis: regulation("第三十九条第一款"),
  },
  {
    id: "notProcessed.repeated",
    label: "2.重复申请",
    name: "重复申请",
    ask: result("不予处理：重复申请"),
    help: "同一个人就已经答复过的同一信息又来申请的。",
    basis: regulation("第三十六条第（六）项"),
  },
  {
    id: "notProcessed.publication",
    label: "3.要求提供公开出版物",
    name: "要求提供公开出版物",
    ask: result("不予处理：要求提供公开出版物"),
    help: "要公报、报刊、书籍等，告知获取途径的。",
    basis: regulation("第三十九条第二款"),
  },
  {
    id: "notProcessed.excessive",
    label: "4.无正当理由大量反复申请",
    name: "无正当理由大量反复申请",
    ask: result("不予处理：无正当理由大量反复申请"),
    help: "数量、频次明显超过合理范围，说明的理由不合理的。",
    basis: regulation("第三十五条"),
  },
  {
    id: "notProcessed.reissue",
    label: "5.要求行政机关确认或重新出具已获取信息",
    name: "要求确认或重新出具已获取信息",
    ask: result("不予处理：要求行政机关确认或重新出具已获取信息"),
    help: "对已经拿到的信息，要求盖章确认或者再出一份的。",
    basis: printedForm("第三部分表格"),
  },
  {
    id: "otherHandling.notCorrected",
    label: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    name: "逾期不补正",
    ask: result("其他处理：申请人无正当理由逾期不补正"),
    help: "通知补正后，到期没有补正又没有正当理由，不再处理的。",
    basis: regulation("第三十条"),
  },
  {
    id: "otherHandling.feeUnpaid",
    label: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    name: "逾期未缴费",
    ask: result("其他处理：申请人逾期未缴纳信息处理费"),
    help: "收到收费通知后20个工作日内没有缴纳信息处理费，不再处理的。",
    basis: law("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条"),
  },
  {
    id: "otherHandling.other",
    label: "3.其他",
    name: "其他处理中的“其他”",
    ask: result("其他处理：其他"),
    help: "以上都不是的，最常见的是申请人自己撤回。",
    basis: practice("填报惯例"),
  },
] as const satisfies readonly Row[];

export const handledTotalRow = {
  id: "handledTotal",
  label: "（七）总计",
  name: "办理结果总计",
  ask: "今年一共办结几件？",
  help: "上面各种结果相加，由系统计算。",
  basis: printedForm("第三部分表格"),
} as const satisfies Row;

export const carriedOutRow = {
  id: "carriedOut",
  label: "四、结转下年度继续办理",
  name: "结转下年度",
  ask: "到12月31日还没有办完、要转到明年办的有几件？",
  help: "12月31日还没有答复的件数；明年年报的“上年结转”要用这个数。",
  basis: printedForm("第三部分表格"),
} as const satisfies Row;

export const resultsQuestion: Question = {
  ask: "这些申请都是怎么办的？例如：都公开了；或者：2件公开，1件本机关没有这个信息。",
  help: "每件申请只归一种结果：予以公开、部分公开、不予公开、无法提供、不予处理、其他处理；还没办完的算结转下年度。",
  basis: regulation("第三十六条"),
};

export const balanceBasis = printedForm(
  "第三部分表格所印勾稽关系：第一项加第二项之和，等于第三项加第四项之和",
);

export type Applicant = (typeof applicants)[number]["id"];
export type ResultRow = (typeof resultRows)[number]["id"];
export type RequestRow = "received" | "carriedIn" | ResultRow | "handledTotal" | "carriedOut";
export type RequestCell = `requests.${RequestRow}.${Applicant | "total"}`;

/** The rows in the order of the form. */
export const requestRows: readonly (Row & { id: RequestRow })[] = [
  receivedRow,
  carriedInRow,
  ...resultRows,
  handledTotalRow,
  carriedOutRow,
];

export const requestColumns: readonly (Column & { id: Applicant | "total" })[] = [...applicants, totalColumn];
