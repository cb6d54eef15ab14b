import { type TableId } from "../../report/form.ts";
import { type DisputeBlock, type Outcome } from "../../report/form/disputes.ts";
import { type Applicant, type RequestRow } from "../../report/form/requests.ts";
import { type Label } from "./frames.ts";
import { type DecisionRow, type DocumentColumn, type DocumentRow, type ResultGroup } from "../lexicon.ts";
import { type Meaning } from "./words.ts";

/** What a statement is about, as far as its words say. */
export interface Place {
  rows: RequestRow[];
  weak: boolean;
  groups: ResultGroup[];
  carry: boolean;
  columns: (readonly Applicant[])[];
  /** 其他, which may be a column, a row or an outcome. */
  other: boolean;
  documents: DocumentRow[];
  documentColumns: DocumentColumn[];
  decisions: DecisionRow[];
  blocks: (DisputeBlock | "suit")[];
  outcomes: Outcome[];
  dismissed: boolean;
  tables: (TableId | "all")[];
}

export const nowhere = (): Place => ({
  rows: [], weak: false, groups: [], carry: false, columns: [], other: false, documents: [], documentColumns: [], decisions: [],
  blocks: [], outcomes: [], dismissed: false, tables: [],
}); // prettier-ignore

export const addOnce = <T>(list: T[], item: T): void => {
  if (!list.includes(item)) list.push(item);
};

export function choose(meanings: readonly Meaning[], disputes: boolean): Meaning | undefined {
  const outcome = meanings.find((meaning) => meaning.kind === "outcome");
  return disputes && outcome !== undefined ? outcome : meanings[0];
}

export function addLabels(place: Place, labels: readonly Label[], disputes: boolean): void {
  for (const { meanings } of labels) {
    const meaning = choose(meanings, disputes);
    switch (meaning?.kind) {
      case "row":
        if (place.rows.length === 0) place.weak = meaning.weak;
        else if (!meaning.weak) place.weak = false;
        addOnce(place.rows, meaning.row);
        break;
      case "group":
        addOnce(place.groups, meaning.group);
        break;
      case "carry":
        place.carry = true;
        break;
      case "applicant":
        if (!place.columns.some((columns) => columns[0] === meaning.columns[0]))
          place.columns.push(meaning.columns);
        break;
      case "document":
        addOnce(place.documents, meaning.row);
        break;
      case "documentColumn":
        addOnce(place.documentColumns, meaning.column);
        break;
      case "decision":
        addOnce(place.decisions, meaning.row);
        break;
      case "block":
        addOnce(place.blocks, meaning.block);
        break;
      case "outcome":
        addOnce(place.outcomes, meaning.outcome);
        break;
      case "dismissed":
        place.dismissed = true;
        break;
      case "table":
        addOnce(place.tables, meaning.table);
        break;
      case "small":
        place.other = true;
        break;
      case "filler":
      case undefined:
        break;
    }
  }
}

export const isResult = (row: RequestRow): boolean =>
  !["received", "carriedIn", "handledTotal", "carriedOut"].includes(row);

export const inDisputes = (place: Place): boolean =>
  place.blocks.length > 0 || place.outcomes.length > 0 || place.dismissed;

export const inDisclosure = (place: Place): boolean =>
  place.documents.length > 0 || place.documentColumns.length > 0 || place.decisions.length > 0;

export const inRequests = (place: Place): boolean =>
  place.rows.length > 0 || place.groups.length > 0 || place.carry || place.columns.length > 0;

/** The table a place belongs to; null when it names none, or several. */
export function tableOfPlace(place: Place): TableId | null {
  const tables: TableId[] = [];
  if (inDisclosure(place)) tables.push("disclosure");
  if (inRequests(place)) tables.push("requests");
  if (inDisputes(place)) tables.push("disputes");
  return tables.length === 1 ? (tables[0] ?? null) : null;
}

export const isNowhere = (place: Place): boolean =>
  !inDisclosure(place) &&
  !inRequests(place) &&
  !inDisputes(place) &&
  place.tables.length === 0 &&
  !place.other;

/** A name that a statement can be made about, rather than what became of something. */
export const isHeading = (place: Place): boolean =>
  place.blocks.length > 0 || place.decisions.length > 0 || place.documents.length > 0 || place.tables.length > 0 || place.carry ||
  place.rows.some((row) => row === "received" || row === "carriedIn"); // prettier-ignore

/** A heading that fills what the statement leaves open. */
export function fits(heading: Place, place: Place): boolean {
  if (isNowhere(place)) return true;
  if (
    tableOfPlace(heading) !== tableOfPlace(place) &&
    !(place.other && isNowhere({ ...place, other: false }))
  )
    return false;
  if (heading.rows.length === 0 && heading.columns.length > 0) return isNowhere(place);
  if (heading.blocks.length > 0) return place.blocks.length === 0;
  if (heading.documents.length > 0) return place.documents.length === 0 && place.decisions.length === 0;
  if (heading.rows.length > 0 || heading.carry)
    return place.rows.length === 0 && place.groups.length === 0 && !place.carry;
  return false;
}
