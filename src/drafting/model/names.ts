import { inWriting } from "../register.ts";
import { withoutMark } from "./figures.ts";
import type { Ground } from "./ground.ts";

/** Names and claims nobody stated, as far as lists can tell. DATA: what is found must stand in a person's words. */

interface Watched {
  what: string;
  found: RegExp;
  /** Another wording of a person's that says the same. */
  said?: RegExp;
}

const organs: readonly Watched[] = [
  {
    what: "机构",
    found:
      /[\u4e00-\u9fff](?![和与及的在等各本该由向对到从为将把是有至])[\u4e00-\u9fff](?:(?<![布格全大结当])局(?![面限势部])|(?<![大客展餐])厅|委员会|办公厅|办公室|管委会|办事处|领导小组|专班|指挥部|(?<!为)中心(?!工作)|研究院|研究所|派出所|事务所|服务所|协会|学会|基金会|联合会|商会|法院|检察院|医院|学校|大学|学院|银行|集团|公司|报社|电视台|居委会|村委会|(?<![各本该])社区|服务站|工作站|党委|党组|支部|纪委|监委|政协|工会|妇联|团委)/g,
  },
  {
    what: "机构",
    found:
      /国务院|党中央|中央|[省市区县镇乡州](?:人民)?政府(?!信息)|[省市区县]委|[省市区县]级|上级|(?:部|委)门联席|人大(?!力|量)|公安|财政局|司法所|新华社|人民日报/g,
  },
  {
    what: "科室",
    found:
      /(?:党政|党建|综合|综治|宣传|组织|信访|法制|司法|财政|人事|民政|城管|城建|安监|应急|政务|信息|网信|便民|社会事务|社会治理|纪检)(?:科(?![技学普目研])|股|室|办(?![理结公事件法好完])|组(?![织成]))/g,
  },
  {
    what: "地名",
    found:
      /北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|香港|澳门|台湾|杭州|南京|广州|深圳|成都|武汉|西安|苏州|宁波|青岛|长沙|郑州|合肥|福州|厦门|济南|沈阳|大连|长春|哈尔滨|昆明|贵阳|南宁|兰州/g,
  },
  {
    what: "地名",
    found:
      /[\u4e00-\u9fff](?![和与及的在等各本该由向对到从为将把是有至])[\u4e00-\u9fff](?:(?<![外各全本我])省(?![略级])|(?<![城超上门股各全本我])市(?![民场级域])|(?<![各全本我])县(?!级)|(?<![社辖专地小园城景片校库灾各全本我])区(?![别分域间级政划委])|(?<![城乡村集各全本我])镇(?!政)|(?<![家下城老各全本我])乡(?![镇村])|(?<![农乡各全行本])村(?![民级务居里（、，])|(?<![本我各该全])街道)/g,
  },
];

const surname =
  "[王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗林梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈任姚卢姜崔钟谭陆汪范石廖贾韦夏付邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵]|欧阳|司马|诸葛|上官";
const people: readonly Watched[] = [
  {
    what: "人名",
    found: new RegExp(
      `(?:${surname})(?!.?(?:政府|信息))[\\u4e00-\\u9fff]{1,2}(?=同志|先生|女士|书记|主任|局长|镇长|科长|处长|所长|负责|牵头|审定|审核|把关|签发|担任|主持|带队|兼任|具体)`,
      "g",
    ),
  },
  {
    what: "人名",
    found: new RegExp(
      `(?<=(?:由|派|请|任命|指定|安排|联系人|负责人|经办人|签发人)[为：是]?)(?:${surname})[\\u4e00-\\u9fff]{1,2}`,
      "g",
    ),
  },
  {
    what: "职务",
    found:
      /书记|主任|[局镇乡区县市省科处部院校站所]长(?![期远效足])|主席|律师|专家|学者|记者|法律顾问|同志|先生|女士|联络员|监督员|志愿者/g,
  },
  {
    what: "职务",
    found: /分管(?:领导|负责人)?|主要领导|主要负责人|责任人|领导(?!班子)/g,
    said: /领导|分管|负责人|书记|主任/,
  },
];

const channels: readonly Watched[] = [
  { what: "渠道", found: /微信/g, said: /公众号|微信/ },
  { what: "渠道", found: /网站|门户|网络/g, said: /网/ },
  {
    what: "渠道",
    found:
      /公众号|微博|抖音|快手|头条|视频号|小程序|客户端|公示栏|宣传栏|公告栏|公开栏|显示屏|电子屏|大屏|触摸屏|一体机|广播|报纸|报刊|电视|热线|信箱|邮箱|新闻发布会|发布会|直播|短信|宣传册|手册|折页|明白纸|查阅点|查阅室|专栏|专区|专题|大厅|窗口|微信群|档案馆|图书馆/g,
  },
];

const deeds: readonly Watched[] = [
  { what: "做法", found: /培训/g, said: /培|训|学习|学一/ },
  { what: "做法", found: /考核/g, said: /考/ },
  { what: "做法", found: /评议/g, said: /评/ },
  { what: "做法", found: /追究|问责|追责/g, said: /追|问责|责任/ },
  { what: "做法", found: /会议|座谈会?|听证会?|推进会/g, said: /会/ },
  { what: "做法", found: /检查|督查|抽查|巡查|核查|自查|督办|督导/g, said: /查|督|看/ },
  { what: "做法", found: /审核|审查|审定|初审|复核|把关|签发/g, said: /审|核|把关|看过|签/ },
  { what: "做法", found: /保密/g, said: /密/ },
  { what: "做法", found: /台账|登记/g, said: /台账|登记|记/ },
  { what: "做法", found: /问卷|满意度|测评/g, said: /问卷|满意|测评/ },
  { what: "做法", found: /制度|办法|细则|方案|预案|规程/g, said: /制度|办法|细则|方案|预案|规程|审|责任制/ },
  { what: "做法", found: /解读/g, said: /解读|解释|图解/ },
  {
    what: "做法",
    found:
      /调研|通报|回访|走访|联席|第三方|示范|试点|竞赛|演练|脱敏|大数据|人工智能|区块链|智能|数字化|经费|预算|投入|处分|罚款|约谈|表扬|清理|归档/g,
  },
  {
    what: "频次",
    found:
      /每(?:半?年|季度?|月|旬|周|日|天|次|个|名|件|条|篇|期)|[日周月季年人]均|逐[年月]|双[周月倍]|[上下]半年|年[初中底末]|月[初底末]|当[天日月]|即时|实时|常态化/g,
  },
  { what: "频次", found: /定期/g, said: /定期|每/ },
  { what: "时限", found: /按时|按期|提前|准时/g, said: /时|期|前/ },
];

const amounts: readonly Watched[] = [
  {
    what: "数量",
    found:
      /同比|环比|去年|上年|往年|近年|历年|以往|增长|增幅|增加|上升|攀升|下降|降低|翻番|翻倍|倍|多次|数次|屡次|若干|无数|大量|海量|大批|众多|多数|过半|累计|[几数](?=[次件条个篇名项期场])/g,
  },
  { what: "数量", found: /全部|所有|全体|悉数|全面|全覆盖/g, said: /都|全|所有|均|各/ },
];

/** Praise and results. What a person said of results stands in the items and passes. */
const claims: readonly Watched[] = [
  {
    what: "评价",
    found:
      /显著|知情权|参与权|监督权|透明度|公信力|营商环境|阳光政府|明显|大幅|有力|有效(?!期)|成效|成果|效果|圆满|领先|前列|前茅|率先|首[创个次家例]|一流|标杆|典范|样板|先进|优秀|优异|良好|满意|好评|赞誉|点赞|认可|获得感|幸福感|表彰|荣誉|获奖|奖项|嘉奖|极大|充分|卓有|突破|创新|丰硕|广泛|深受|高质量|高标准|高效|顺利|唯一|之一|杜绝|无一|零[差投失误距]|最(?![近后终新初])|稳步|飞跃|跨越/g,
  },
];

const lists: readonly Watched[] = [...organs, ...people, ...channels, ...deeds, ...amounts, ...claims];

/** Names of law that our own plain sentences use. */
const lawful: readonly string[] = ["条例", "中华人民共和国政府信息公开条例"];
const fixed = /以公开为常态、不公开为例外|政府信息公开|依申请公开|主动公开|行政规范性文件/g;

/** What nobody said: titles, names, channels, deeds, praise. */
export function wrongNames(text: string, ground: Ground): string[] {
  const said = saidIn(ground);
  const plain = text.replace(fixed, "\ue000");
  const found = lists.flatMap(({ what, found: pattern, said: other }) =>
    [...plain.matchAll(pattern)]
      .map(([match]) => match)
      .filter((match) => !said.includes(match.replace("人民政府", "政府")) && other?.test(said) !== true)
      .map((match) => `${what}“${match}”没有人说过`),
  );
  return [...new Set([...titles(text, said), ...found])];
}

function titles(text: string, said: string): string[] {
  return [...text.matchAll(/[《〈]([^《》〈〉]*)[》〉]?/g)]
    .filter(([, title = ""]) => !lawful.includes(title) && !said.includes(`《${title}》`))
    .map(([match]) => `文件${match}没有人说过`);
}

/** The person's words as spoken and as written, the organ's name, and 办 for 办公室. */
export function saidIn({ items, organ, self, year }: Ground): string {
  const words = items.map(withoutMark);
  const all = [...words, ...words.map((item) => inWriting(item, { self, year })), organ.name, self];
  const said = all.join("\n").replaceAll("人民政府", "政府").replaceAll("〈", "《").replaceAll("〉", "》");
  return `${said}\n${said.replace(/办(?!公)/g, "办公室")}`;
}
