import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { difference } from "../../src/conversation/delivery.ts";
import { toDocx } from "../../src/document/docx.ts";
import { readDocx } from "../../src/reading/docx.ts";
import { sections } from "../../src/report/form.ts";
import { printed } from "../../src/report/written.ts";
import { completeReport } from "../support/balanced.ts";

/** What another office program makes of the document: LibreOffice, and pdftotext for its pages. */
const office =
  spawnSync("soffice", ["--version"]).status === 0 && spawnSync("pdftotext", ["-v"]).error === undefined;

if (!office) {
  process.stdout.write(
    "LibreOffice or pdftotext is not installed: the rendering of documents is not tested in this run.\n",
  );
  test("the document is written without an office program", async () => {
    expect((await toDocx(completeReport())).length).toBeGreaterThan(5000);
  });
} else {
  const folder = mkdtempSync(join(tmpdir(), "nianbao-render-"));
  const convert = (to: string, file: string, target: string): void =>
    void execFileSync(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        target,
        file,
      ],
      { stdio: "ignore" },
    );

  describe("another office program", () => {
    const report = completeReport();

    test("lays the report out on few pages, every heading once, page numbers on each", async () => {
      const file = join(folder, "report.docx");
      writeFileSync(file, await toDocx(report));
      convert("pdf", file, folder);
      const pages = execFileSync("pdftotext", ["-layout", join(folder, "report.pdf"), "-"])
        .toString("utf8")
        .split("\f")
        .slice(0, -1);
      expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(pages.length).toBeLessThanOrEqual(6);
      const plain = pages.map((page) => page.replace(/\s+/g, ""));
      for (const { heading } of sections) expect(plain.join("").split(heading).length - 1, heading).toBe(1);
      plain.forEach((page, index) => expect(page.endsWith(`—${index + 1}—`), `page ${index + 1}`).toBe(true));
    });

    test("saves it again with every cell, title and sentence as they were", async () => {
      const file = join(folder, "again.docx");
      writeFileSync(file, await toDocx(report));
      convert("docx", file, join(folder, "saved"));
      expect(
        difference(printed(report), readDocx(readFileSync(join(folder, "saved", "again.docx")))),
      ).toBeNull();
    });
  });
}
