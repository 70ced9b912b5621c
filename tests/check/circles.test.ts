import { rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** Lints two files of which each imports from the other. */
async function lintCircle(statement: (name: string, file: string) => string): Promise<string> {
  const paths = ["one", "two"].map((name) => join(ROOT, "libs/contracts/src", `circle-${name}-${process.pid}.ts`));
  onTestFinished(() => {
    for (const path of paths) rmSync(path, { force: true });
  });
  const [one = "", two = ""] = paths;
  writeFileSync(one, `${statement("Two", `./${basename(two)}`)}\nexport interface One {\n  readonly two?: Two;\n}\n`);
  writeFileSync(two, `${statement("One", `./${basename(one)}`)}\nexport interface Two {\n  readonly one?: One;\n}\n`);
  const { stdout, exitCode } = await execa("oxlint", paths, { cwd: ROOT, preferLocal: true, reject: false });
  return `${exitCode} ${stdout}`;
}

test("a circle of two files is refused, also where they share nothing but types", async () => {
  const output = await lintCircle((name, file) => `import type { ${name} } from "${file}";`);
  expect(output).toMatch(/^1 /);
  expect(output).toContain("import(no-cycle)");
});

test("two files of which only one imports the other are no circle", async () => {
  const output = await lintCircle((name, file) =>
    name === "Two" ? `import type { Two } from "${file}";` : "type One = string;",
  );
  expect(output).not.toContain("no-cycle");
});
