import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseDefinition } from "@billferry/scheme";
import fc from "fast-check";
import { expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "../../../schemes");
const SHIPPED = ["sal-outstock", "sal-returnstock", "stk-misdelivery"].map((name) =>
  readFileSync(join(FOLDER, `${name}.yaml`), "utf8"),
);
const LIMIT_MS = 1_000;

/** A definition, or problems that a person can act on; never anything else, and soon. */
function judge(text: string): ReturnType<typeof parseDefinition> {
  const began = performance.now();
  const read = parseDefinition(text);
  expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  if ("problems" in read) {
    expect(read.problems.length).toBeGreaterThan(0);
    for (const { line, text: what } of read.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(what.trim()).not.toBe("");
    }
  } else expect(read.definition.source.filter).toMatch(/LAST_SYNC_TIME/);
  return read;
}

/** What breaks YAML, Liquid and objects. */
const STRIKES = [
  ..."\t\n :-#&*!|>'\"%@`{}[],\u0000\uFEFF",
  "{{",
  "}}",
  "{%",
  "%}",
  "{% raw %}",
  "<<: *a",
  "&a [*a]",
  "__proto__:",
  "constructor:",
  "!!js/function",
  "? ",
  "---\n",
  "...\n",
  ".inf",
  "0x10",
  "2026-11-01",
  "~",
  "no",
];

const spoiltScheme = fc
  .tuple(
    fc.constantFrom(...SHIPPED),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.constantFrom(...STRIKES, "")), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([text, strikes]) =>
    strikes.reduce((all, [at, removed, inserted]) => {
      const start = Math.floor(at * all.length);
      return all.slice(0, start) + inserted + all.slice(start + removed);
    }, text),
  );

test("a scheme file that was spoilt anywhere is a scheme still, or problems with their lines; never a crash", () => {
  fc.assert(
    fc.property(spoiltScheme, (text) => {
      expect(Object.keys(judge(text)).length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});

test("any text at all is refused with words", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect("problems" in judge(text)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("any value in place of a scheme's part is refused with words or is one", () => {
  const lines = (SHIPPED[0] ?? "").split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.json({ maxDepth: 3 }), (at, value) => {
      const line = lines[at] ?? "";
      const put = line.replace(/:.*$/, () => `: ${value}`);
      expect(judge(lines.with(at, put).join("\n"))).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

test.each([
  [
    "aliases that multiply",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
      .split("")
      .map(
        (name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefghi"[index]}`).join(",")}]`,
      )
      .join("\n")}\n`,
  ],
  ["a mapping that contains itself", "a: &a\n  b: *a\n"],
  ["brackets ten thousand deep", "[".repeat(10_000)],
  ["brackets ten thousand deep and closed", `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["maps ten thousand deep", `a: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`],
  ["two documents", `${SHIPPED[0]}\n---\n${SHIPPED[0]}`],
  ["nothing", ""],
  ["a list", "- 1\n- 2\n"],
  ["a tag that makes a function", "name: !!js/function 'function(){}'\n"],
])("%s is refused with words", (_what, text) => {
  expect("problems" in judge(text)).toBe(true);
});

test("a prototype cannot be set by a scheme", () => {
  const text = (SHIPPED[0] ?? "").replace("tables:\n", "tables:\n  __proto__: tables/warehouses.csv\n");
  judge(text);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("warehouses");
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

function withRemark(template: string): ReturnType<typeof parseDefinition> {
  return judge((SHIPPED[0] ?? "").replace(/ {2}remark: "金蝶.*"/, () => `  remark: ${JSON.stringify(template)}`));
}

test.each([
  "{% for line in lines %}x{% endfor %}",
  "{% assign x = 1 %}",
  "{% include 'secrets' %}",
  "{% render '/etc/passwd' %}",
  "{% layout 'x' %}",
  "{% capture x %}{% endcapture %}",
  "{% increment x %}",
  "{% raw %}{{ FNote }}{% endraw %}",
  "{% tablerow x in y %}{% endtablerow %}",
  "{{ FNote",
  "{% if FNote %}",
  "{{ FNote | shell: 'ls' }}",
  "{{ FNote | map: 'constructor' }}",
])("a template may not do more than say a value: %s", (template) => {
  const read = withRemark(template);
  const problems = "problems" in read ? read.problems : [];
  expect(problems.map(({ text }) => text).join()).toMatch(/模板无法解析/);
});

test("any template is refused with words or names its fields", () => {
  const piece = fc.constantFrom(
    "{{",
    "}}",
    "{%",
    "%}",
    " FNote ",
    " FBillNo ",
    "| upcase ",
    "| slice: 0, 3 ",
    "if ",
    "endif ",
    "==",
    "'",
    '"',
    "x",
    "(1..9)",
    ".",
    "[0]",
    "| date: 'yyyy' ",
    "-",
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      expect(Object.keys(withRemark(pieces.join(""))).length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
