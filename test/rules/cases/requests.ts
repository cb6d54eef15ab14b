import { cellsUnder } from "../../../src/report/form.ts";
import { requestRows } from "../../../src/report/form/requests.ts";
import { finds, passes, type Cases, type Figures } from "./case.ts";

/** Twelve applications with several results, one carried in and one carried out. */
const twelve: Figures = {
  "requests.received.person": 9,
  "requests.received.business": 2,
  "requests.carriedIn.person": 1,
  "requests.granted.person": 4,
  "requests.granted.business": 2,
  "requests.refused.thirdParty.person": 2,
  "requests.unavailable.notHeld.person": 2,
  "requests.otherHandling.other.person": 1,
  "requests.carriedOut.person": 1,
};
const balanced = passes("a year of twelve applications", { figures: twelve });
const cut = ["refused.enforcementFile", "refused.adminQuery", "handledTotal", "carriedOut"];

export const requestCases: Cases = {
  "B-01": [
    balanced,
    finds("one result is missing and the totals follow it", ["error B-01"], {
      figures: { ...twelve, "requests.granted.person": 3 },
    }),
    finds("more results than applications", ["error B-01"], {
      figures: { ...twelve, "requests.carriedOut.business": 1 },
    }),
    finds(
      "two columns are out of balance by as much in opposite ways",
      ["error B-01", "error B-01", "notice B-08"],
      {
        figures: { ...twelve, "requests.granted.person": 5, "requests.granted.business": 1 },
      },
    ),
    finds("an application is left while its result is blank", ["error B-04", "error B-01 unknown"], {
      figures: twelve,
      cells: {
        "requests.granted.person": "",
        "requests.granted.total": "",
        "requests.handledTotal.person": "",
        "requests.handledTotal.total": "",
      },
    }),
    finds("known results exceed what came in while others are blank", ["error B-04", "error B-01"], {
      figures: twelve,
      cells: {
        "requests.handledTotal.business": 3,
        "requests.carriedOut.business": "",
        "requests.handledTotal.total": "",
        "requests.granted.business": "",
      },
    }),
  ],
  "B-02": [
    balanced,
    finds("the total of a column is wrong, and with it its balance and its row", ["error B-02"], {
      figures: twelve,
      cells: { "requests.handledTotal.person": 10 },
    }),
    finds("results of the total column alone are printed and do not add up", ["error B-04", "error B-02"], {
      figures: twelve,
      cells: {
        ...Object.fromEntries(
          requestRows.flatMap((row) =>
            cellsUnder(`requests.${row.id}`)
              .filter((cell) => !cell.endsWith(".total"))
              .map((cell) => [cell, ""]),
          ),
        ),
        "requests.granted.total": 5,
      },
    }),
  ],
  "B-03": [
    balanced,
    finds("the total of a row is wrong, and with it the total column", ["error B-03"], {
      figures: twelve,
      cells: { "requests.carriedIn.total": 2 },
    }),
    finds("the total of all results is wrong", ["error B-03"], {
      figures: twelve,
      cells: { "requests.handledTotal.total": 12 },
    }),
    finds("one result is wrong in its row and its column", ["error B-02", "error B-03"], {
      figures: twelve,
      cells: { "requests.granted.person": 5 },
    }),
  ],
  "B-04": [
    balanced,
    finds("a row of zeros is left blank", ["warning B-04"], {
      figures: twelve,
      cells: Object.fromEntries(cellsUnder("requests.notProcessed").map((cell) => [cell, ""])),
    }),
    finds("a cell beside figures is left blank", ["error B-04"], {
      figures: twelve,
      cells: { "requests.granted.legal": "" },
    }),
    finds("a cell holds words", ["error B-04"], {
      figures: twelve,
      cells: { "requests.granted.research": "约3件" },
    }),
    finds("numbers that no count can be", ["error B-04", "error B-04"], {
      figures: twelve,
      cells: { "requests.received.legal": -1, "requests.granted.legal": 0.5 },
    }),
  ],
  "B-05": [
    balanced,
    passes("the form of 2019 has one row for 其他处理", {
      figures: twelve,
      year: 2019,
      form: "2019",
      without: (cell) =>
        /^requests\.otherHandling\.(?!other\.)|^disclosure\.(?!licensing|penalties|coercion)/.test(cell),
    }),
    finds("rows are cut off", ["error B-05", "error B-01 unknown"], {
      without: (cell) =>
        cut.some((row) => cell.startsWith(`requests.${row}.`)) || cell.startsWith("requests.granted."),
    }),
    finds("（六） is one row", ["warning B-05"], {
      figures: twelve,
      without: (cell) => /^requests\.otherHandling\.(?!other\.)/.test(cell),
    }),
    finds("the rows stand in another order", ["warning B-05"], {
      oddities: [{ kind: "row order", table: "requests", label: "2.重复申请" }],
    }),
    finds("a label is damaged", ["warning B-05"], {
      oddities: [{ kind: "damaged label", table: "requests", label: "2.其他法律行政止公开" }],
    }),
  ],
  "B-06": [
    balanced,
    finds("the total column is missing", ["error B-06"], {
      figures: twelve,
      without: (cell) => cell.startsWith("requests.") && cell.endsWith(".total"),
    }),
    finds("two columns are missing", ["error B-06"], {
      figures: twelve,
      without: (cell) => /^requests\..*\.(legal|other)$/.test(cell),
    }),
  ],
  "B-07": [
    balanced,
    finds("a row is one figure short", ["warning B-07"], {
      figures: twelve,
      cells: { "requests.granted.legal": null },
    }),
    finds("labels stand in another column", ["warning B-07"], {
      oddities: [{ kind: "displaced label", table: "requests", label: "（七）总计" }],
    }),
  ],
  "B-08": [
    balanced,
    finds("a case stands in the next column", ["error B-01", "error B-01", "notice B-08"], {
      figures: { ...twelve, "requests.received.person": 8, "requests.received.business": 3 },
    }),
    finds("columns that do not touch", ["error B-01", "error B-01"], {
      figures: { ...twelve, "requests.received.person": 8, "requests.received.other": 1 },
    }),
  ],
  "B-10": [
    balanced,
    finds("a third of twelve results is 其他", ["notice B-10"], {
      figures: {
        "requests.received.person": 12,
        "requests.granted.person": 8,
        "requests.otherHandling.other.person": 4,
      },
    }),
  ],
};
