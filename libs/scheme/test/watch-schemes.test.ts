import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { loadScheme, watchSchemes, type Scheme } from "../src/index.ts";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const NAMES = ["sal-outstock", "stk-misdelivery"];
const NEVER_MS = 2_000_000_000;

function setup() {
  const folder = mkdtempSync(join(tmpdir(), "billferry-watch-schemes-"));
  cpSync(SHIPPED, folder, { recursive: true });
  const schemes = NAMES.map((name) => loadScheme(folder, name));
  const told: (readonly Scheme[])[] = [];
  const watched = watchSchemes(schemes, { folder, everyMs: NEVER_MS, onChange: (changed) => told.push(changed) });
  onTestFinished(() => {
    watched.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, "sal-outstock.yaml");
  return {
    schemes,
    told,
    watched,
    edit: (change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, "utf8"))),
  };
}

test("an edited scheme is told once it was seen twice running; the others stay the same objects", () => {
  const { schemes, told, watched, edit } = setup();
  watched.poll();
  watched.poll();
  expect(told).toEqual([]);
  edit((text) => text.replace("# reason: 金蝶销售出库", "reason: 金蝶销售出库"));
  watched.poll();
  expect(told).toEqual([]);
  watched.poll();
  watched.poll();
  expect(told).toHaveLength(1);
  expect(told[0]?.[0]?.definition.order["reason"]).toBe("金蝶销售出库");
  expect(told[0]?.[1]).toBe(schemes[1]);
});

test("a broken scheme keeps the old one, names file and line, and is forgotten once it is put right", () => {
  const { told, watched, edit } = setup();
  edit((text) => text.replace('value: "{{ FStockID_FNumber }}"', 'value: "{{ FStokID_FNumber }}"'));
  watched.poll();
  watched.poll();
  expect(told).toEqual([]);
  expect(watched.problems().join()).toMatch(/方案有误,继续使用原来的版本:.*sal-outstock\.yaml:\d+.*FStokID_FNumber/);
  edit((text) => text.replaceAll("FStokID_FNumber", "FStockID_FNumber"));
  watched.poll();
  watched.poll();
  expect(watched.problems()).toEqual([]);
  expect(told).toEqual([]);
});
