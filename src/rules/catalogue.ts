import { addingRules } from "./adding.ts";
import { likenessRules } from "./alike.ts";
import { closingRules } from "./closing.ts";
import { disclosureRules } from "./disclosure.ts";
import { disputeRules } from "./disputes.ts";
import { feeRules } from "./fee.ts";
import { figureRules } from "./figures.ts";
import { hygieneRules } from "./hygiene.ts";
import { makeupRules } from "./makeup.ts";
import { numberingRules } from "./numbering.ts";
import { overviewRules } from "./overview.ts";
import { preambleRules } from "./preamble.ts";
import { receivedRules } from "./received.ts";
import { requestShapeRules } from "./request-shape.ts";
import { requestRules } from "./requests.ts";
import type { Rule } from "./rule.ts";
import { residueRules } from "./residue.ts";
import { scopeRules } from "./scope.ts";
import { shareRules } from "./shares.ts";
import { structureRules } from "./structure.ts";
import { titleRules } from "./title.ts";
import { vaguenessRules } from "./vagueness.ts";
import { wordingRules } from "./wording.ts";
import { yearRules } from "./years.ts";

/** Every rule, in the order of the form. A rule that is not listed here is not judged. */
export const rules: readonly Rule[] = [
  ...titleRules,
  ...structureRules,
  ...numberingRules,
  ...preambleRules,
  ...overviewRules,
  ...receivedRules,
  ...figureRules,
  ...addingRules,
  ...shareRules,
  ...disclosureRules,
  ...requestShapeRules,
  ...requestRules,
  ...disputeRules,
  ...yearRules,
  ...likenessRules,
  ...makeupRules,
  ...closingRules,
  ...feeRules,
  ...scopeRules,
  ...wordingRules,
  ...vaguenessRules,
  ...residueRules,
  ...hygieneRules,
];
