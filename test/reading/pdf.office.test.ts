import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { align } from "../../src/reading/align.ts";
import { pdfBlocks } from "../../src/reading/pdf.ts";
import { cellIds, isComputed, type CellId } from "../../src/report/form.ts";
import { printed } from "../../src/report/written.ts";
import { balancedCells, completeReport, withTotals } from "../support/balanced.ts";

/** Drafts of our own, made into PDF by LibreOffice: cells that a page break cuts, figures that a narrow column breaks. */

const times = (cells: Record<CellId, number>, factor: number): Record<CellId, number> =>
  withTotals(
    Object.fromEntries(
      cellIds.filter((cell) => !isComputed(cell)).map((cell) => [cell, cell === "disclosure.fees" ? cells[cell] : cells[cell] * factor]),
    ),
  ); // prettier-ignore

if (spawnSync("soffice", ["--version"]).status !== 0) {
  process.stdout.write("LibreOffice is not installed: no draft is made into PDF and read back.\n");
} else {
  test("drafts made into PDF are read back with every cell, title, heading and sentence", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nianbao-pdf-"));
    const samples = fc.sample(balancedCells({ regulations: true }), { seed: 3, numRuns: 3 });
    const reports = samples.map((cells, index) =>
      completeReport({ cells: times(cells, [1, 37, 211][index] ?? 1) }),
    );
    const files: string[] = [];
    for (const [index, report] of reports.entries()) {
      files.push(join(folder, `${index}.docx`));
      writeFileSync(join(folder, `${index}.docx`), await toDocx(report));
    }
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    execFileSync("soffice", [profile, "--headless", "--convert-to", "pdf", "--outdir", folder, ...files], {
      stdio: "ignore",
    });
    for (const [index, report] of reports.entries()) {
      const should = printed(report);
      const is = align(await pdfBlocks(readFileSync(join(folder, `${index}.pdf`))));
      expect(Object.fromEntries(is.cells)).toEqual(Object.fromEntries(should.cells));
      expect(is.title).toBe(should.title);
      expect(is.oddities).toEqual([]);
      // LibreOffice itself drops a comma that hangs over the end of a page.
      const text = (sections: typeof is.sections): string[][] =>
        sections.map(({ heading, text }) => [heading, text.replaceAll("，", "")]);
      expect(text(is.sections)).toEqual(text(should.sections));
    }
  });
}
