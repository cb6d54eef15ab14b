import { city } from "../../support/balanced.ts";
import { finds, passes, swap, type Cases, type Change, type Figures } from "./case.ts";

/** Ten received and two carried in, nine settled and three carried out; disputes and documents of every kind. */
const figures: Figures = {
  "requests.received.person": 7,
  "requests.received.business": 2,
  "requests.received.other": 1,
  "requests.carriedIn.person": 2,
  "requests.granted.person": 3,
  "requests.granted.business": 1,
  "requests.partlyGranted.person": 1,
  "requests.refused.stateSecret.person": 1,
  "requests.unavailable.notHeld.person": 1,
  "requests.notProcessed.repeated.person": 1,
  "requests.otherHandling.notCorrected.other": 1,
  "requests.carriedOut.person": 2,
  "requests.carriedOut.business": 1,
  "disputes.reconsideration.upheld": 2,
  "disputes.reconsideration.pending": 1,
  "disputes.directSuit.upheld": 1,
  "disputes.suitAfterReconsideration.upheld": 1,
  "disputes.suitAfterReconsideration.other": 1,
  "disclosure.normative.made": 3,
  "disclosure.normative.repealed": 1,
  "disclosure.normative.inForce": 12,
  "disclosure.regulations.made": 2,
  "disclosure.regulations.inForce": 9,
  "disclosure.licensing": 120,
  "disclosure.penalties": 45,
  "disclosure.fees": 12.5,
};
const said = "本年新收政府信息公开申请10件";
/** A city's year with these words in the part on requests. */
const says = (words: string, over: Figures = {}): Change => ({
  organ: city,
  figures: { ...figures, ...over },
  texts: { overview: swap(said, `${said}。${words}`) },
});
const opens = (words: string): Change => ({
  organ: city,
  figures,
  texts: { overview: swap("全年通过门户网站公开政府信息120条", words) },
});
/** Nothing carried over and nothing disputed. */
const plain: Figures = {
  "requests.received.person": 4,
  "requests.granted.person": 4,
};
const quiet = (words: string): Change => ({
  figures: plain,
  texts: { overview: swap("本年新收政府信息公开申请4件", words) },
});

export const figureCases: Cases = {
  "X-02": [
    passes(
      "what was carried in and what there was in all",
      says("上年结转2件，全年共办理政府信息公开申请12件"),
    ),
    passes("办理 may mean settled", says("全年办理政府信息公开申请9件")),
    passes(
      "other things are handled too",
      says("全年办理人大代表建议5件、政协提案6件，办理市长信箱来信30件，共办理12345热线工单80件"),
    ),
    passes("as many as were carried in the year before last", says("2024年度收到的申请中，上年结转5件")),
    finds("carried in, another number", ["error X-02"], says("上年结转3件")),
    finds("the words turned round", ["error X-02"], says("结转上年度办理4件")),
    finds("what there was in all", ["error X-02"], says("全年共办理政府信息公开申请15件")),
    finds("only the new ones", ["notice X-02"], says("全年共办理政府信息公开申请10件")),
  ],
  "X-03": [
    passes("what was settled", says("全年答复政府信息公开申请9件")),
    passes(
      "answers to other questions",
      says("答复群众咨询400条，答复网民留言30件，办结信访事项12件，办结12345热线工单56件"),
    ),
    passes("last year's", says("去年办结申请21件，上年答复政府信息公开申请20件")),
    passes("half a year's", says("上半年办结申请4件，下半年办结申请5件")),
    finds("another number", ["error X-03"], says("全年办结8件")),
    finds("the number behind its words", ["error X-03"], says("其中8件已按时办结")),
    finds("in words", ["error X-03"], says("全年共答复申请十一件")),
    finds("all there were", ["notice X-03"], says("全年办结12件")),
    finds("the new ones", ["notice X-03"], says("已按期答复10件")),
    finds("the number of the office", ["warning X-03"], says("市政府办公室答复政府信息公开申请5件")),
  ],
  "X-04": [
    passes("what is left over", says("结转下年度继续办理3件")),
    passes("left over in the words of the law", says("另有3件申请按照《条例》顺延到下年度答复")),
    passes("the year in figures", says("3件结转2026年度继续办理")),
    passes("projects are carried over too", says("结转下年度资金5万元")),
    finds("another number", ["error X-04"], says("结转下年度办理2件")),
    finds("the number first", ["error X-04"], says("1件结转下一年度继续办理")),
    finds("the year in figures, another number", ["error X-04"], says("4件结转2026年度继续办理")),
  ],
  "X-05": [
    passes(
      "every result, with a reason in brackets",
      says(
        "予以公开4件，部分公开1件，不予公开（国家秘密）1件，无法提供（本机关不掌握）1件，不予处理1件，其他处理1件",
      ),
    ),
    passes("a list of names and a list of numbers", says("予以公开、部分公开、不予公开分别为4件、1件、1件")),
    passes("the number first", says("4件予以公开，1件部分公开，1件不予公开")),
    passes("two rows in one number", says("予以公开和部分公开5件")),
    passes("what is published is no result", says("主动公开文件16件，公开目录20项，对3件提案答复予以公开")),
    passes("what a department refused is not ours to count", says("办理许可申请中不予公开2件")),
    finds("one result", ["error X-05"], says("予以公开3件，部分公开1件")),
    finds("a list of numbers, the second wrong", ["error X-05"], says("予以公开、部分公开分别为4件、2件")),
    finds("the number first, wrong", ["error X-05"], says("2件不予公开")),
    finds("a reason in brackets", ["error X-05"], says("不予公开（国家秘密）2件")),
    finds("two rows in one number", ["error X-05"], says("予以公开及部分公开7件")),
    finds("both kinds of disclosure", ["notice X-05"], says("予以公开5件")),
    finds("a blank total: its columns already make more", ["error B-04", "error X-05"], {
      ...says("予以公开3件"),
      cells: { "requests.granted.total": "" },
    }),
  ],
  "X-06": [
    passes("two kinds", says("收到申请10件，其中自然人申请7件、商业企业2件")),
    passes("企业 for all that are no persons", says("收到申请10件，其中自然人7件、企业3件")),
    passes("the public is no applicant", says("收到公民、法人和其他组织提出的政府信息公开申请10件")),
    passes("persons in other matters", says("服务企业200家，走访群众35件次，为自然人办理登记60件")),
    finds("persons", ["warning X-06"], says("收到申请10件，其中自然人申请6件")),
    finds("all that are no persons", ["warning X-06"], says("收到申请10件，涉及法人或其他组织的4件")),
    finds("with those carried in", ["notice X-06"], says("收到申请10件，涉及自然人9件")),
  ],
  "X-07": [
    passes(
      "the number and its outcomes",
      says("因政府信息公开被申请行政复议3件，其中结果维持2件，尚未审结1件"),
    ),
    passes(
      "an organ that decides on them",
      says("收到行政复议申请20件，审结行政复议案件18件，办理行政复议案件16件"),
    ),
    passes("over other things", says("因行政处罚被申请行政复议5件")),
    passes("another year's", says("2024年因政府信息公开被申请行政复议8件")),
    finds("the number", ["error X-07"], says("因政府信息公开被申请行政复议4件")),
    finds("an outcome", ["error X-07"], says("因政府信息公开被申请行政复议3件，其中结果维持1件")),
    finds("the number first", ["error X-07"], says("发生1起有关政府信息公开的行政复议案件")),
    finds("of all organs of the district, in a department's report", ["warning X-07"], {
      organ: { name: "青河市教育局", kind: "department" },
      figures: { ...plain, "disputes.reconsideration.upheld": 1 },
      texts: {
        overview: swap(
          "本年新收政府信息公开申请4件",
          "本年新收政府信息公开申请4件。全市共发生政府信息公开行政复议9件",
        ),
      },
    }),
  ],
  "X-08": [
    passes("both kinds together", says("被提起政府信息公开行政诉讼3件，其中结果维持2件，其他结果1件")),
    passes("each kind", says("政府信息公开行政诉讼中，未经复议直接起诉1件，复议后起诉2件")),
    passes("suits over other things", says("因具体行政行为被提起行政诉讼12起，出庭应诉行政诉讼案件8件")),
    passes(
      "all upheld",
      says("因政府信息公开被提起行政诉讼2件，均获维持", {
        "disputes.suitAfterReconsideration.other": 0,
      }),
    ),
    finds("the number", ["error X-08"], says("因政府信息公开被提起行政诉讼5件")),
    finds("together with reconsiderations", ["error X-08"], says("发生政府信息公开行政复议、行政诉讼共5件")),
    finds(
      "all upheld although some were not",
      ["error X-08"],
      says("政府信息公开行政复议3件，诉讼3件，均获维持"),
    ),
    finds("one kind of the two", ["warning X-08"], says("因政府信息公开被提起行政诉讼2件")),
  ],
  "X-10": [
    passes(
      "none said, none printed",
      quiet("本年新收政府信息公开申请4件。未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况"),
    ),
    passes(
      "none lost",
      says("未发生行政诉讼败诉的情况。没有因违反规定而引发的行政复议。无行政复议被纠正案件"),
    ),
    passes("none by another way", says("去年未发生因政府信息公开引起的行政复议、行政诉讼")),
    finds("none said, six printed", ["error X-10"], says("未发生因政府信息公开引起的行政复议、行政诉讼")),
    finds("no suits said", ["error X-10"], says("没有发生政府信息公开行政诉讼案件")),
  ],
  "X-11": [
    passes(
      "the numbers of the table",
      opens("制发行政规范性文件3件，废止1件，现行有效12件；制定规章2件；作出行政许可决定120件"),
    ),
    passes(
      "documents that are looked at, not made",
      opens(
        "备案规范性文件30件，审查行政规范性文件21件，公开行政规范性文件8件，政策文件解读6件，清理规章5件",
      ),
    ),
    passes(
      "what is published of decisions",
      opens("公示行政许可信息2300条，公开行政处罚决定12件，行政许可事项85项，行政许可和行政处罚双公示9条"),
    ),
    passes("the fees in yuan", opens("全年收取行政事业性收费125000元")),
    finds("documents made", ["error X-11"], opens("制发行政规范性文件4件")),
    finds(
      "documents in force",
      ["error X-11"],
      opens("本年度制发行政规范性文件3件，现行有效行政规范性文件15件"),
    ),
    finds(
      "documents repealed, the name said before",
      ["error X-11"],
      opens("制发行政规范性文件3件，废止2件"),
    ),
    finds("decisions", ["error X-11"], opens("作出行政处罚决定46件")),
    finds("fees", ["error X-11"], opens("全年行政事业性收费13.5万元")),
  ],
  "A-08": [
    passes("the number of the table in other words", opens("出台规范性文件3件，办理行政许可120件")),
    passes(
      "a hotline, a service and its items",
      opens("办理政务服务事项35件，受理许可申请96件，许可事项40项"),
    ),
    finds("documents in other words", ["warning A-08"], opens("出台规范性文件5件")),
    finds("decisions in other words", ["warning A-08"], opens("办理行政许可99件")),
  ],
  "X-12": [
    passes("all settled, none left", quiet("本年新收政府信息公开申请4件，全部按时办结")),
    passes("all those that were due", says("均在法定期限内予以答复")),
    passes(
      "other things are all settled",
      says("收到人大代表建议5件，全部办结。受理12345热线工单，已全部按时办结"),
    ),
    passes("what is left is told", says("收到的申请除3件结转下年度外，均已办结")),
    passes("some of them are all settled", says("其中9件已全部办结，到期的申请全部按时办结")),
    finds("all settled, three left", ["error X-12"], says("收到的政府信息公开申请已全部按时办结")),
  ],
  "X-14": [
    passes("parts that make up the whole", says("收到申请10件，其中自然人申请7件、法人或其他组织3件")),
    passes("some of the parts", says("收到申请10件，其中自然人申请7件")),
    passes("some of the results", says("全年办结9件，其中予以公开4件、不予公开1件")),
    passes("what is published by several ways", opens("全年公开信息100条，其中网站80条，公众号60条")),
    finds(
      "more than the whole",
      ["warning X-06", "warning X-14"],
      says("收到申请10件，其中自然人申请8件、法人或其他组织3件"),
    ),
    finds(
      "all results named, one of them wrong",
      ["error X-05", "error X-14"],
      says("全年办结9件，其中予以公开4件，部分公开1件，不予公开1件，无法提供1件，不予处理1件，其他处理0件"),
    ),
  ],
  "X-15": [
    passes("a share that comes out", says("全年办结9件，其中予以公开4件，占44.4%")),
    passes("growth without last year's report", says("收到申请10件，同比增长66%")),
    passes("half as much again", opens("公众号关注人数增长150%")),
    passes("a rate of all", says("按时办结率100%")),
    finds("a share that does not", ["notice X-15"], says("全年办结9件，其中予以公开4件，占50.0%")),
    finds("more than all", ["notice X-15"], says("按时办结率达110%")),
  ],
};
