import type { CellValues } from "../../../src/report/events.ts";
import type { TextSlot } from "../../../src/report/events.ts";
import type { z } from "zod";

/** What a clerk said of a paragraph and an honest wording of it, as a model gives it: tokens for figures of the form. */
export interface Good {
  slot: TextSlot;
  items: readonly string[];
  cells?: z.input<typeof CellValues>;
  wording: string;
}

const disclosure = ["网站公开120条，公众号发了85条，主要是政策文件、办事指南、财政预决算"];
const supervision = ["纳入年度考核", "开展社会评议，没有收到意见", "没有责任追究", "培训2次"];

export const good: readonly Good[] = [
  {
    slot: "overview.disclosure",
    items: disclosure,
    wording:
      "2025年，本街道通过网站主动公开政府信息120条，通过公众号发布85条，内容主要为政策文件、办事指南和财政预决算。",
  },
  {
    slot: "overview.disclosure",
    items: disclosure,
    wording:
      "本街道坚持以公开为常态、不公开为例外，围绕政策文件、办事指南、财政预决算等内容做好主动公开，全年网站公开120条，公众号发布85条。",
  },
  {
    slot: "overview.disclosure",
    items: disclosure,
    wording:
      "2025年，本街道依托网站和微信公众号公开政府信息，其中网站120条、公众号85条，主要涉及政策文件、办事指南、财政预决算。",
  },
  {
    slot: "overview.disclosure",
    items: ["我们街道今年网上一共发了385条,里面公众号235条,都是民生这些"],
    wording: "2025年，本街道网上共发布信息385条，其中公众号235条，内容均为民生等方面。",
  },
  {
    slot: "overview.disclosure",
    items: ["公示栏贴了40多份", "微博80余期"],
    wording: "本街道通过公示栏张贴公示材料40多份，通过微博发布80余期。",
  },
  {
    slot: "overview.disclosure",
    items: ["制发行政规范性文件2件，都公开了", "网站公开60条"],
    cells: { "disclosure.normative.made": 2 },
    wording: "2025年，本街道制发行政规范性文件{f1}件，均已公开；通过网站公开政府信息60条。",
  },
  {
    slot: "overview.disclosure",
    items: ["办理行政许可124件，结果全部上网"],
    cells: { "disclosure.licensing": 124 },
    wording: "2025年，本街道办理行政许可{f1}件，办理结果全部在网上公开。",
  },
  {
    slot: "overview.disclosure",
    items: ["政府网站发布信息一百四十二条", "全文电子化率100%", "今日头条号粉丝1148人"],
    wording: "本街道在政府网站发布信息142条，全文电子化率达到100%；今日头条号粉丝1148人。",
  },
  {
    slot: "overview.disclosure",
    items: ["重点公开了社会救助、公共文化、涉农补贴，公开栏12处"],
    wording: "本街道重点公开社会救助、公共文化、涉农补贴等领域信息，设有公开栏12处。",
  },
  {
    slot: "overview.disclosure",
    items: ["政策解读3篇，图解1篇"],
    wording: "全年发布政策解读3篇，其中图解1篇。",
  },
  {
    slot: "overview.requests",
    items: ["有专人接收，登记后交科室办理，答复前作合法性审核"],
    wording: "本街道安排专人接收申请，登记后交由科室办理，答复前进行合法性审核。",
  },
  {
    slot: "overview.requests",
    items: ["设了登记本", "服务中心专人收件"],
    wording: "本街道设立登记本，由服务中心专人负责收件。",
  },
  {
    slot: "overview.requests",
    items: ["网上、信函、当面三种渠道都可以提交"],
    wording: "群众可通过网上、信函、当面三种渠道提交。",
  },
  {
    slot: "overview.requests",
    items: ["法律顾问参与答复书的审核"],
    wording: "答复书由法律顾问参与审核，确保办理依法依规。",
  },
  {
    slot: "overview.management",
    items: ["先审后发，科室初审、办公室复核、分管领导审定", "定期清理过期信息"],
    wording:
      "在政府信息管理方面，本街道落实先审后发要求，信息由科室初审、办公室复核、分管领导审定后发布，并定期清理过期信息。",
  },
  {
    slot: "overview.management",
    items: ["三审三校，党政办统一管"],
    wording: "本街道严格执行三审三校，由党政办统一管理政府信息。",
  },
  {
    slot: "overview.management",
    items: ["发布前都要保密审查，每季度清理一次"],
    wording: "信息发布前均须进行保密审查，每季度清理一次已发布的信息。",
  },
  {
    slot: "overview.management",
    items: ["公开目录今年更新了", "没有规范性文件"],
    wording: "2025年，本街道更新了公开目录，未制定规范性文件。",
  },
  {
    slot: "overview.management",
    items: ["科室起草、党政办把关、分管领导签发"],
    wording: "政府信息由科室起草，经党政办把关后，报分管领导签发。",
  },
  {
    slot: "overview.platform",
    items: ["区政府网站街道专栏1个、公众号1个、便民服务中心查阅点1处，专人更新"],
    wording: "本街道现有区政府网站街道专栏1个、公众号1个、便民服务中心查阅点1处，由专人负责更新。",
  },
  {
    slot: "overview.platform",
    items: ["主要靠区政府网站，另外有两个微信群和一块LED屏"],
    wording: "本街道主要依托区政府网站公开信息，另有两个微信群和一块LED屏。",
  },
  {
    slot: "overview.platform",
    items: ["公众号“青山临江”每周更新", "村（居）公开栏12块"],
    wording: "公众号“青山临江”每周更新，设有村（居）公开栏12块。",
  },
  {
    slot: "overview.platform",
    items: ["12345热线有人对接"],
    wording: "本街道安排人员对接12345热线。",
  },
  {
    slot: "overview.supervision",
    items: supervision,
    wording:
      "本街道将政府信息公开工作纳入年度考核；开展社会评议，未收到意见；全年组织培训2次；未发生责任追究情形。",
  },
  {
    slot: "overview.supervision",
    items: supervision,
    wording:
      "政府信息公开工作已纳入年度考核。组织开展社会评议，没有收到意见。开展业务培训2次。没有责任追究情况。",
  },
  {
    slot: "overview.supervision",
    items: ["请居民代表评议过，都满意", "没人被追责", "列入年终考核"],
    wording:
      "本街道将政府信息公开工作列入年终考核，邀请居民代表进行评议，代表均表示满意，全年没有人员被追责。",
  },
  {
    slot: "overview.supervision",
    items: ["3月和9月各培训一次，参加56人次"],
    wording: "本街道于3月和9月各组织一次业务培训，参加人员56人次。",
  },
  {
    slot: "overview.supervision",
    items: ["成立领导小组，主任任组长", "考核占5分"],
    wording: "本街道成立领导小组，由主任任组长，考核中占5分。",
  },
  {
    slot: "problems",
    items: ["公众号更新不及时", "经办人员业务不熟"],
    wording: "一是公众号更新不及时；二是经办人员业务不熟练。",
  },
  {
    slot: "problems",
    items: ["公众号更新不及时", "经办人员业务不熟"],
    wording: "一是公众号信息更新不够及时，时效性有待提高；二是经办人员对业务不够熟悉，工作能力有待加强。",
  },
  {
    slot: "problems",
    items: ["人手少，只有1个人兼着管"],
    wording: "工作力量不足，人手较少，仅有1人兼职管理。",
  },
  {
    slot: "problems",
    items: ["公开内容单一", "群众不知道去哪里看", "有3条信息发错栏目"],
    wording: "一是公开内容较为单一；二是部分群众不了解信息的查看渠道；三是有3条信息发布栏目有误。",
  },
  {
    slot: "improvements",
    items: ["专人负责更新、每周检查", "每季度培训一次"],
    wording: "一是安排专人负责更新，每周进行检查；二是每季度组织一次业务培训。",
  },
  {
    slot: "improvements",
    items: ["定人定岗", "每季度组织一次学习"],
    wording: "一是定人定岗，进一步明确工作责任；二是每季度组织一次业务学习，不断提高经办人员能力。",
  },
  {
    slot: "improvements",
    items: ["增加图解和视频", "在村里设公开栏"],
    wording: "一是增加图解、视频等形式；二是在村里设置公开栏，方便群众查看。",
  },
  {
    slot: "improvements",
    items: ["配一个专职人员"],
    wording: "下一步，本街道将配备一个专职人员，切实加强政府信息公开工作力量。",
  },
  {
    slot: "improvements",
    items: ["跟区政务公开办对接，学习兄弟街道做法"],
    wording: "本街道将加强与区政务公开办的对接，学习兄弟街道的做法。",
  },
  {
    slot: "more",
    items: ["今年办理人大建议4件、政协提案2件，都公开了"],
    wording: "2025年，本街道办理人大建议4件、政协提案2件，均已公开。",
  },
  {
    slot: "more",
    items: ["没有其他要报告的"],
    wording: "本街道没有其他需要报告的事项。",
  },
  {
    slot: "more",
    items: ["按照《基层政务公开标准指引》梳理了26个领域的目录"],
    wording: "本街道按照《基层政务公开标准指引》，梳理26个领域的目录。",
  },
];
