/**
 * What counts as having found each fault of a published report, in the order of its faults.json: any one of these
 * findings with the severity told there. `B-05 requests.refused.otherLaw.person`: the rule, with this cell among its
 * cells. null: no fault that a rule can or should find, the comment says why.
 */
export const expectedFaults: Readonly<Record<string, readonly (readonly string[] | null)[]>> = {
  "000_ddbb01344078e1ae": [
    ["T-01"],
    ["B-05"],
    ["B-06"],
    ["B-07"],
    ["B-01", "B-02"],
    ["S-01"],
    ["S-04"],
    ["S-05"],
    ["L-07"],
    ["L-05"],
    ["L-03"],
    ["P-01", "F-02"],
    ["T-03"],
  ],
  "001_dc414174c0363131": [["X-13"], ["B-07"], ["L-01"], ["F-03"], ["T-01", "L-13"], ["P-01"]],
  "002_9c25df49103e2fe8": [
    ["B-07"],
    ["L-09", "L-10"],
    ["L-03"],
    ["S-08"],
    // Whether a measure answers a problem is a question of meaning: a model's task.
    null,
    ["F-02", "F-03"],
  ],
  "003_badf61901e3cbee2": [["F-01"], ["S-12"], ["L-02"], ["L-05"], ["L-04"], ["L-11"], ["S-08"]],
  "003_badf61901e3cbee2--office": [["F-01"], ["S-12"], ["L-02"], ["L-04"], ["L-11"], ["S-08"]],
  "004_521296bdca07563d": [["S-04"], ["L-02", "L-09"], ["L-07"], ["B-07"], ["S-08"], ["F-02", "F-03"]],
  "hangzhou-city-2025": [["S-02"], ["D-01"], ["S-05", "X-13"]],
  "hongze-2024": [
    ["X-01"],
    ["B-05 requests.refused.otherLaw.person"],
    ["B-05 requests.otherHandling.notCorrected.person"],
    ["S-08"],
  ],
  "huaian-2024": [["S-08"], ["D-01"]],
  "huaian-2024--office": [["S-08"]],
  "pingtan-2021": [
    ["A-02"],
    // Outcomes of table 四 that the text does not mention are no fault (domain.md X-16).
    null,
    ["L-05"],
  ],
  "pingtan-2022": [["S-02"], ["X-01"], ["D-01"]],
  "shanghai-office-2019": [
    // The form of 2019 was the right one for that year: there is nothing to mend.
    null,
    ["B-04"],
    ["X-05"],
    ["X-05"],
    ["X-14"],
    ["X-07", "X-08"],
    ["F-01"],
  ],
};
