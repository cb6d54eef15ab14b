import type { cases } from "./cases.ts";
import { came } from "./saying.ts";

const three = { person: 3, business: 1 };
const five = { "received.person": 3, "received.business": 1, "received.legal": 1 };

/** Misreadings seen in whole talks, judged by hand like those of cases.ts. */
export const casesInTalks: typeof cases = [
  // paragraphs with their label, whatever is asked
  ["requests.received", "主动公开：网站公开120条，公众号推送80期", "text:overview.disclosure:1"],
  [
    "requests.received",
    "主动公开：网站120条\n依申请公开：收到4件，都公开了\n信息管理：先审后发",
    "text:overview.disclosure:1 text:overview.management:1 text:overview.requests:1",
  ],
  [
    "disclosure",
    "主动公开：规范性文件制发1件、废止0件、现行有效5件，许可12件，其余0",
    "disclosure.licensing=12 disclosure.normative.inForce=5 disclosure.normative.made=1 zero:disclosure zero:disclosure.normative.repealed",
  ],
  [
    "requests.received",
    "依申请公开：收到4件，自然人3件、企业1件，都公开了",
    "granted.business=1 granted.person=3 received.business=1 received.person=3 received.total=4",
  ],
  ["disclosure", "依申请公开：收到4件，自然人3件、企业1件，都公开了", "text:overview.requests:1"],
  ["requests.results", "监督保障补充：今年培训2次", "text:overview.supervision:1+"],
  [null, "补充监督保障：今年培训2次", "text:overview.supervision:1+"],
  ["fee", "监督保障：今年培训2次", "text:overview.supervision:1"],
  ["overview.management", "监督保障补充：今年培训2次", "text:overview.supervision:1+"],
  ["problems", "平台建设：网站专栏1个", "text:overview.platform:1"],
  ["problems", "补充：人手少", "text:problems:1+"],
  ["improvements", "问题补充：人手少", "text:problems:1+"],
  ["overview.management", "问题：更新慢", "text:problems:1"],
  ["overview.management", "改进措施：专人负责", "text:improvements:1"],
  ["problems", "1、更新慢 2、人手少 3、公开不够", "text:problems:3"],
  ["problems", "第一更新慢，第二人手少", "text:problems:2"],
  ["problems", "第一更新慢第二人手少第三不及时", "text:problems:3"],
  ["problems", "更新慢\n人手少\n不及时", "text:problems:3"],
  // who applied, where the total is known
  ["requests.received", "个人的", "received.person=3", { known: { "received.total": 3 } }],
  ["requests.received", "是自然人", "received.person=3", { known: { "received.total": 3 } }],
  ["requests.received", "都是企业申请的", "received.business=3", { known: { "received.total": 3 } }],
  ["requests.granted", "个人的", "granted.person=2", { known: { "granted.total": 2 } }],
  [
    "requests.received",
    "还有1件是律所的",
    "received.legal=1",
    { known: { "received.total": 5, "received.person": 3, "received.business": 1 } },
  ],
  [
    "requests.received",
    "都是企业的",
    "received.business=2",
    { known: { "received.total": 5, "received.person": 3 } },
  ],
  ["requests.received", "收到1件，个人的", "received.person=1 received.total=1"],
  ["requests.received", "收到2件，都是个人申请的", "received.person=2 received.total=2"],
  ["requests.received", "3件都是自然人", "received.person=3 received.total=3"],
  ["requests.received", "2件都是个人的，还有1件企业的", "received.business=1 received.person=2"],
  ["requests.received", "2件，企业的", "received.business=2", { known: { "received.person": 3 } }],
  // that one
  [
    "requests.results",
    "3件公开，企业那件是商业秘密没给，律所那件还没办完",
    "carriedOut.legal=1 granted.person=3 granted.total=3 refused.thirdParty.business=1",
    { known: five },
  ],
  ["requests.results", "除了企业那件都公开了", "granted.person=3", { known: came(three) }],
  ["requests.results", "除了企业那件，其他3件都公开了", "granted.total=3", { known: came(three) }],
  [
    "requests.results",
    "都公开了，除了企业那件没办完",
    "carriedOut.business=1 granted.person=3",
    { known: came(three) },
  ],
  // carried in or over
  ["requests.carriedIn", "结转没有", "zero:carriedIn"],
  ["requests.carriedIn", "结转0件", "zero:carriedIn"],
  ["requests.received", "没有结转", "ask:which_row"],
  ["requests.received", "去年没有结转", "zero:carriedIn"],
  ["requests.results", "上年没有结转", "zero:carriedIn"],
  [null, "上年结转一件是个人的", "carriedIn.person=1 carriedIn.total=1"],
  [null, "二表都是0", "zero:disclosure"],
  [null, "第二张表都是0", "zero:disclosure"],
  [null, "第四部分没有", "zero:disputes"],
  [
    "requests.results",
    "这个信息我们没有，查过了，书面回复了",
    "unavailable.notHeld.person=1 unavailable.notHeld.total=1",
    { known: came({ person: 1 }) },
  ],
  ["requests.results", "查了没有这个信息", "ask:how_many", { known: came({ person: 2 }) }],
  // the year
  ["requests.received", "编2026年的", "year:2026"],
  ["requests.received", "改成2024年的年报", "year:2024"],
  ["problems", "我要编的是2023", "year:2023"],
  ["organ", "2025年", "year:2025"],
  ["organ", "2025", "year:2025"],
  [null, "2024", "year:2024"],
  ["requests.received", "2024", "received.total=2024"],
  [null, "1998", "ask:of_what"],
  // beside the point
  ["fee", "没收过信息处理费，收费通知也没发过", "fee:kind:none"],
  ["requests.received", "收到8件，其中网上5件、信函3件", "received.total=8"],
  [
    "requests.received",
    "收到8件，网上5件、来信3件，个人7件企业1件",
    "received.business=1 received.person=7 received.total=8",
  ],
  ["requests.received", "你自己看着填", "ask:not_ours_to_fill"],
  ["problems", "随便写点吧", "ask:not_ours_to_fill"],
  ["overview", "你帮我编一个", "ask:not_ours_to_fill"],
  ["problems", "谢谢", ""],
  ["requests.received", "好的谢谢", ""],
  ["overview", "在吗", ""],
  ["requests.received", "你好", ""],
  [
    "requests.received",
    "不对，企业是2件",
    "corrected received.business=2",
    { known: { "received.total": 5, "received.person": 3, "received.business": 1 } },
  ],
  [
    "requests.received",
    "收到4条，自然人3条，企业1条，全部按时办结",
    "ask:no_result received.business=1 received.person=3 received.total=4",
  ],
  [
    "requests.received",
    "收到4条，自然人3条，企业1条，全部按时办结，都公开了",
    "granted.business=1 granted.person=3 received.business=1 received.person=3 received.total=4",
  ],
];
