import { closingRules } from "./closing.ts";
import { disclosureRules } from "./disclosure.ts";
import { disputeRules } from "./disputes.ts";
import { overviewRules } from "./overview.ts";
import { receivedRules } from "./received.ts";
import { requestShapeRules } from "./request-shape.ts";
import { requestRules } from "./requests.ts";
import type { Rule } from "./rule.ts";
import { structureRules } from "./structure.ts";
import { wordingRules } from "./wording.ts";

/** Every rule, in the order of the form. A rule that is not listed here is not judged. */
export const rules: readonly Rule[] = [
  ...structureRules,
  ...overviewRules,
  ...receivedRules,
  ...disclosureRules,
  ...requestShapeRules,
  ...requestRules,
  ...disputeRules,
  ...closingRules,
  ...wordingRules,
];
