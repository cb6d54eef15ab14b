import { city } from "../../support/balanced.ts";
import { clean, swap, type Case, type Cases, type Change, type Figures } from "./case.ts";

/** Last year's report in other words. */
export const lastYear = (change: Change = {}) =>
  clean({
    year: 2024,
    ...change,
    texts: {
      overview: () =>
        "全年在街道宣传栏张贴各类通知，居民议事会上通报财政收支，网格员入户发放便民手册。窗口配备专人接待查询的居民，来件当日登记并转办。上级抽查两次，均无整改事项。",
      problems: () =>
        "存在的主要问题：一是老年居民不会用手机查阅；二是档案室旧文件没有数字化。改进情况：一是在社区放置纸质汇编；二是分批扫描旧文件。",
      ...change.texts,
    },
  });

const between = (name: string, now: Change, last: Change, findings: readonly string[]): Case => ({
  name,
  report: clean(now),
  last: lastYear(last),
  findings,
});
const passes = (name: string, now: Change, last: Change): Case => between(name, now, last, []);
const finds = (name: string, findings: readonly string[], now: Change, last: Change): Case =>
  between(name, now, last, findings);

/** Two carried in, both granted. */
const carriedIn: Figures = { "requests.carriedIn.person": 2, "requests.granted.person": 2 };
/** Four received, two of them carried out. */
const carriedOut: Figures = {
  "requests.received.person": 4,
  "requests.granted.person": 2,
  "requests.carriedOut.person": 2,
};
const documents = (made: number, repealed: number, inForce: number): Change => ({
  organ: city,
  figures: {
    "disclosure.normative.made": made,
    "disclosure.normative.repealed": repealed,
    "disclosure.normative.inForce": inForce,
  },
});
const granted = (cases: number): Figures => ({
  "requests.received.person": cases,
  "requests.granted.person": cases,
});

export const yearCases: Cases = {
  "Y-01": [
    passes("two carried out and two carried in", { figures: carriedIn }, { figures: carriedOut }),
    passes("the report of another year says nothing", { figures: carriedIn }, { year: 2023 }),
    passes(
      "nor does one whose row is not printed",
      { figures: carriedIn },
      {
        without: (cell) => cell.startsWith("requests.carriedOut."),
      },
    ),
    finds("none carried in", ["error Y-01"], {}, { figures: carriedOut }),
    finds(
      "as many of other applicants",
      ["warning Y-01"],
      {
        figures: { "requests.carriedIn.business": 2, "requests.granted.business": 2 },
      },
      { figures: carriedOut },
    ),
  ],
  "A-03": [
    passes("seven in force, two made, one repealed", documents(2, 1, 8), documents(0, 0, 7)),
    finds("the same without the two", ["warning A-03"], documents(2, 1, 7), documents(0, 0, 7)),
    passes("the form of 2019 counts other things", documents(2, 1, 7), {
      organ: city,
      figures: {},
      form: "2019",
      without: (cell) => cell.startsWith("disclosure.normative"),
    }),
  ],
  "Y-03": [
    passes(
      "a pending case was decided",
      { figures: { ...granted(1), "disputes.directSuit.upheld": 1 } },
      { figures: { ...granted(1), "disputes.directSuit.pending": 1 } },
    ),
    finds(
      "a pending case is gone",
      ["notice Y-03"],
      { figures: granted(1) },
      { figures: { ...granted(1), "disputes.directSuit.pending": 1 } },
    ),
  ],
  "C-04": [
    passes(
      "the reconsideration was last year",
      { figures: { ...granted(1), "disputes.suitAfterReconsideration.upheld": 1 } },
      { figures: { ...granted(1), "disputes.reconsideration.upheld": 1 } },
    ),
    finds(
      "no reconsideration in two years",
      ["notice C-04"],
      { figures: { ...granted(1), "disputes.suitAfterReconsideration.upheld": 1 } },
      { figures: granted(1) },
    ),
  ],
  "Y-05": [
    passes("a quiet year like the one before", { figures: granted(1) }, { figures: granted(1) }),
    passes("two years of zeros", { figures: {} }, { figures: {} }),
    finds(
      "every figure of a busy year again",
      ["warning Y-05"],
      { organ: city, figures: { ...granted(38), "disclosure.licensing": 124 } },
      { organ: city, figures: { ...granted(38), "disclosure.licensing": 124 } },
    ),
  ],
  "B-12": [
    passes("three after one", { figures: granted(3) }, { figures: granted(1) }),
    finds("none after one", ["notice B-12"], { figures: {} }, { figures: granted(1) }),
    finds("thirty after five", ["notice B-12"], { figures: granted(30) }, { figures: granted(5) }),
    finds("five after thirty", ["notice B-12"], { figures: granted(5) }, { figures: granted(30) }),
  ],
  "Y-04": [
    passes("other words", {}, {}),
    finds(
      "the same words in 一, other problems",
      ["warning Y-04"],
      {},
      {
        texts: { overview: (text) => text },
      },
    ),
    finds(
      "half of it new",
      ["notice Y-04"],
      {},
      {
        texts: {
          overview: swap(
            "落实先审后发，定期清理过期信息，动态更新公开目录。",
            "分管领导逐条审签，保密员复核，每月抽查。",
          ),
        },
      },
    ),
  ],
  "Y-06": [
    passes("new problems", {}, {}),
    finds(
      "one problem again, word for word",
      ["notice Y-06"],
      {},
      {
        texts: {
          problems: () =>
            "存在的主要问题：一是老年居民不会用手机查阅；二是窗口人员业务不够熟悉。改进情况：一是在社区放置纸质汇编；二是每季度组织一次业务培训，请老同志带新人上岗。",
        },
      },
    ),
  ],
};
