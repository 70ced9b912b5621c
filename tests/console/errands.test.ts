import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium } from "../screenshot/chromium.ts";
import { DESKTOP, findBarriers, findOverflow, PHONE, startConsole, visit, type ConsoleWorld } from "./world.ts";

const chromiumPath = (await findChromium()) ?? "";
const LIMIT_MS = 240_000;
const SKIPPED = "没有 Chromium:apt-get install chromium,或设置 CHROMIUM_PATH";

let world: ConsoleWorld;
beforeAll(async () => {
  if (chromiumPath !== "") world = await startConsole();
}, LIMIT_MS);
afterAll(async () => world?.stop(), 60_000);

const WORDS = {
  "zh-CN": {
    title: "对账",
    from: "从(审核日期)",
    to: "到(含)",
    go: "开始对账",
    expected: "应有订单",
    findings: "差异明细",
    goods: "数量(按仓库与商家编码,有差的在前)",
    kind: /缺失|无法转换/,
    mayNot: "您的角色(查看者)只能查看",
    schemes: "集成方案",
    ofFiles: "文件检查",
    parameters: "旺店通的每个参数从哪里来",
    check: "现在体检",
    good: "正常",
    number: "金蝶单据编号",
    preview: "试算",
    rows: /^金蝶的行/,
    compare: "与金蝶、旺店通比较",
    asRead: "金蝶的内容与上次读取一致",
  },
  en: {
    title: "Reconciliation",
    from: "From (approve date)",
    to: "To (included)",
    go: "Reconcile",
    expected: "Orders expected",
    findings: "Differences, one by one",
    goods: "Quantities (by warehouse and SKU, those that differ first)",
    kind: /missing|cannot be turned/,
    mayNot: "Your role (viewer) may look only",
    schemes: "Schemes",
    ofFiles: "Check of the files",
    parameters: "Where each parameter of Wangdiantong comes from",
    check: "Check now",
    good: "good",
    number: "Kingdee's bill number",
    preview: "Try",
    rows: /^Kingdee's rows/,
    compare: "Compare with Kingdee and Wangdiantong",
    asRead: "Kingdee's content is what was read last",
  },
} as const;

function kingdeeDay(daysAgo: number): string {
  return new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

describe.each([
  { language: "zh-CN", device: "desktop", view: DESKTOP },
  { language: "en", device: "phone", view: PHONE },
] as const)("what a clerk does, in $language on a $device", ({ language, view }) => {
  const word = WORDS[language];

  test("days are compared, what is held is named and leads to its bill", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const page = await visit({ chromiumPath, world, name: "li", path: "/reconcile", view, language });
    await page.getByRole("heading", { name: word.title, level: 1, exact: true }).waitFor();
    await page.getByLabel(word.from).fill(kingdeeDay(3));
    await page.getByLabel(word.to).fill(kingdeeDay(0));
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    await page.getByRole("button", { name: word.go }).click();
    await page.getByText(word.expected, { exact: true }).first().waitFor({ timeout: LIMIT_MS });
    await page.getByRole("heading", { name: word.findings }).waitFor();
    await page.getByText(word.kind).first().waitFor();
    await page.getByRole("heading", { name: word.goods }).waitFor();
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    const href = (await page.getByRole("link", { name: "CSV" }).first().getAttribute("href")) ?? "";
    const file = await page.evaluate<string>(`fetch(${JSON.stringify(href)}).then((answer) => answer.text())`);
    expect(file).toContain("XSCKD");
    // The address is the comparison.
    await page.reload();
    await page
      .getByRole("link", { name: /^XSCKD/ })
      .first()
      .click();
    await page.waitForURL(/\/bills\/XSCKD/);
    expect(world.complaints).toEqual([]);
  });

  test(
    "a viewer reads what was compared, and is told why there is no button",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const page = await visit({ chromiumPath, world, name: "wang", path: "/reconcile", view, language });
      await page.getByText(word.mayNot).waitFor();
      expect(await page.getByRole("button", { name: word.go }).count()).toBe(0);
      await page
        .getByRole("link", { name: kingdeeDay(3) })
        .first()
        .click();
      await page.getByText(word.expected, { exact: true }).first().waitFor();
    },
  );

  test(
    "a scheme says what it does, is checked, and is tried on a real bill side by side",
    { timeout: LIMIT_MS },
    async (context) => {
      if (chromiumPath === "") return context.skip(SKIPPED);
      const page = await visit({ chromiumPath, world, name: "li", path: "/schemes", view, language });
      await page.getByRole("heading", { name: word.schemes, level: 1, exact: true }).waitFor();
      await page.getByText(word.ofFiles).waitFor();
      await page.getByRole("heading", { name: word.parameters }).waitFor();
      await page.getByText("{{ FBillNo }}").first().waitFor();
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
      await page.getByRole("button", { name: word.check }).click();
      await page.getByText(word.good).first().waitFor({ timeout: LIMIT_MS });
      const [number = ""] = await page.evaluate<string[]>(
        `fetch("/api/v1/bills?state=delivered&limit=1").then((answer) => answer.json()).then(({ items }) => items.map((item) => item.billNo))`,
      );
      await page.getByLabel(word.number).fill(number);
      await page.getByRole("button", { name: word.preview, exact: true }).click();
      await page.getByRole("heading", { name: word.rows }).waitFor({ timeout: LIMIT_MS });
      await page.getByText("warehouse_no", { exact: true }).first().waitFor();
      expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
    },
  );

  test("a bill's page compares it with both ends at a press", { timeout: LIMIT_MS }, async (context) => {
    if (chromiumPath === "") return context.skip(SKIPPED);
    const path = "/bills?state=delivered";
    const page = await visit({ chromiumPath, world, name: "li", path, view, language });
    await page
      .getByRole("link", { name: /^XSCKD/ })
      .first()
      .click();
    await page.getByRole("button", { name: word.compare }).click();
    await page.getByText(word.asRead).waitFor({ timeout: LIMIT_MS });
    expect([await findBarriers(page), await findOverflow(page)]).toEqual([[], 0]);
  });
});
