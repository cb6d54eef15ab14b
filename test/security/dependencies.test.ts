import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** What others have written, as it comes to us. */

const root = join(import.meta.dirname, "..", "..");
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
const Versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: Versions,
    devDependencies: Versions,
    optionalDependencies: Versions,
    allowScripts: z.record(z.string(), z.boolean()),
    scripts: Versions,
  })
  .parse(JSON.parse(textOf("package.json")));
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(textOf("package-lock.json")));
const installed = Object.entries(packages).filter(([path]) => path !== "");
const nameOf = (path: string): string => path.split("node_modules/").at(-1) ?? "";

describe("packages", () => {
  it("have one version each, and the lock file has that one", () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  it("are known by the digest of what is in them", () => {
    expect(installed.length).toBeGreaterThan(100);
    for (const [path, { integrity }] of installed) expect(integrity, path).toMatch(/^sha512-[\w+/]{86}==/);
  });

  it("run nothing when they are installed, but for the Node that is pinned", () => {
    const scripts = new Set(
      installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path)),
    );
    expect(Object.fromEntries([...scripts].map((name) => [name, manifest.allowScripts[name]]))).toEqual(
      Object.fromEntries([...scripts].map((name) => [name, name === "node"])),
    );
    const own = Object.keys(manifest.scripts).filter((name) =>
      /^(?:pre|post)?(?:install|prepare)$/.test(name),
    );
    expect(own).toEqual([]);
  });

  it("are installed from the lock file, in CI and in the image; in the image without scripts", () => {
    expect(textOf(".ci/run")).toMatch(/^npm ci$/m);
    expect(textOf("Dockerfile")).toMatch(/^RUN npm ci --omit=dev --ignore-scripts$/m);
    expect(textOf(".ci/run") + textOf("Dockerfile")).not.toMatch(/npm (?:install|i|update)\b/);
  });
});
