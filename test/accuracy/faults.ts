import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Finding } from "../../src/rules/judge.ts";
import { expectedFaults } from "./expectedFaults.ts";

const Fault = z.object({ fault: z.string(), expected_severity: z.enum(["error", "warning", "notice"]) });

export interface Faults {
  /** Errors and warnings of the list that a rule can find, and those found. */
  listed: number;
  found: number;
  missed: string[];
  /** Notices of the list, and those found: told, not demanded. */
  notices: number;
  noticesFound: number;
  /** Errors that the list does not hold. */
  extra: string[];
}

/** `B-05 requests.x.y`: the rule, with this cell among its cells. */
const meets = (finding: Finding, expected: string): boolean => {
  const [rule, cell] = expected.split(" ");
  return finding.rule === rule && (cell === undefined || finding.cells.some((each) => each === cell));
};

/** What was found of the faults of a published report; undefined for one that has no list. */
export function compareFaults(
  folder: string,
  name: string,
  findings: readonly Finding[],
): Faults | undefined {
  const expected = expectedFaults[name];
  if (expected === undefined) return undefined;
  const listed = z.array(Fault).parse(JSON.parse(readFileSync(join(folder, `${name}.faults.json`), "utf8")));
  if (listed.length !== expected.length)
    throw new Error(`${name}: ${listed.length} faults, ${expected.length} expected`);
  const result: Faults = { listed: 0, found: 0, missed: [], notices: 0, noticesFound: 0, extra: [] };
  const accounted = new Set<Finding>();
  for (const [index, { fault, expected_severity: severity }] of listed.entries()) {
    const any = expected[index] ?? null;
    if (any === null) continue;
    const all = findings.filter((finding) => any.some((each) => meets(finding, each)));
    for (const finding of all) accounted.add(finding);
    const found = all.some((finding) => finding.severity === severity);
    if (severity === "notice") {
      result.notices += 1;
      if (found) result.noticesFound += 1;
    } else {
      result.listed += 1;
      if (found) result.found += 1;
      else result.missed.push(`${severity} ${any.join("/")}: ${fault}`);
    }
  }
  result.extra = findings
    .filter((finding) => finding.severity === "error" && !accounted.has(finding))
    .map(({ rule, message }) => `${rule} ${message}`);
  return result;
}
