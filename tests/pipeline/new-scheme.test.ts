import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { startStack } from "./stack.ts";

const LIMIT_MS = 180_000;
const SHIPPED = join(import.meta.dirname, "..", "..", "schemes");
const NAME = "purchase-receipt";
const NEW = ["scheme", "new", "--form", "STK_InStock", "--target", "stockin_order_push", "--yes"] as const;

function copySchemes(): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-new-scheme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  return folder;
}

test(
  "a purchase receipt scheme comes from nothing by one command, and its bills are delivered without an editor",
  async () => {
    const folder = copySchemes();
    const bills = { bills: 30, seed: 16, forms: ["STK_InStock"] };
    const stack = await startStack(bills, { SCHEME_DIR: folder, SCHEMES: NAME });

    const drafted = await stack.cli(...NEW, "--name", NAME);
    expect(drafted.exitCode).toBe(0);
    expect(drafted.stdout).toContain("line.stockin_num ← FRealQty(实收数量)");
    expect(drafted.stdout).toContain("入库数量,必填:大于 0,从不舍入;数值,最多 15 位整数、4 位小数;例 12");
    expect(drafted.stdout).toContain("没有用到:辅助属性(FAuxPropId)");
    expect(drafted.stdout).toContain("试算最近 10 张单据");

    const checked = await stack.cli("scheme", "check", NAME, "--strict");
    expect([checked.exitCode, checked.stdout]).toEqual([0, expect.stringContaining("purchase-receipt:没有发现问题")]);

    for (const name of ["extractor", "transformer", "loader"] as const) stack.start(name);
    const { expected } = await stack.summary();
    expect(expected).toBeGreaterThan(20);
    await stack.untilPresent(expected);
    await stack.untilIdle();
    expect(await stack.summary()).toMatchObject({ present: expected, duplicated: [], unexpected: [], wrong: [] });
  },
  LIMIT_MS,
);

test(
  "a file that is there is never written over, and a draft that lacks its quantity is told and not saved",
  async () => {
    const folder = copySchemes();
    const stack = await startStack({ bills: 3, forms: ["STK_InStock"] }, { SCHEME_DIR: folder, SCHEMES: NAME });
    const path = join(folder, "sal-outstock.yaml");
    const before = readFileSync(path, "utf8");
    const taken = await stack.cli(...NEW, "--name", "sal-outstock");
    expect([taken.exitCode, readFileSync(path, "utf8")]).toEqual([2, before]);

    const lacking = await stack.cli(...NEW, "--name", NAME, "--set", "stockin_num=");
    expect(lacking.exitCode).toBe(1);
    expect(lacking.stdout).toContain("待填:没有认出 stockin_num(入库数量)取自哪个字段,请选择");
    expect(() => readFileSync(join(folder, `${NAME}.yaml`))).toThrow("ENOENT");
  },
  LIMIT_MS,
);

test(
  "who follows the last line keeps what runs: the shipped scheme is named beside the new one where no setting names any",
  async () => {
    const stack = await startStack({ bills: 3, forms: ["STK_InStock"] }, { SCHEME_DIR: copySchemes(), SCHEMES: "" });
    const drafted = await stack.cli(...NEW, "--name", NAME);
    expect(drafted.stdout).toContain(`设置 SCHEMES=sal-outstock,${NAME} 后重启`);
  },
  LIMIT_MS,
);
