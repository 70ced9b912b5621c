import { join } from "node:path";

import type { BillPreview } from "@billferry/desk";
import { execa } from "execa";
import { expect, test } from "vitest";

import { SECRETS, setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BILL = "XSCKD000001";
/** The sandbox keeps it unapproved. */
const UNAPPROVED = "XSCKD000002";

async function setup(editScheme: (text: string) => string = (text) => text) {
  const { sandbox, env } = await setupWorld({ editScheme });
  const preview = async (args: readonly string[], changes: Readonly<Record<string, string>> = {}) =>
    execa(process.execPath, [LAUNCHER, "preview", ...args], {
      env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", ...env, ...changes },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: 30_000,
    });
  const previewed = async (): Promise<readonly BillPreview[]> =>
    JSON.parse((await preview([BILL, "--json"])).stdout) as readonly BillPreview[];
  return { sandbox, preview, previewed };
}

test("a preview shows each value of each order with its rule, and the request that would be taken", async () => {
  const { sandbox, preview, previewed } = await setup();
  const shown = await preview([BILL]);
  expect([shown.exitCode, shown.stderr]).toEqual([0, ""]);
  expect(shown.stdout).toMatch(/outer_no = XSCKD000001-\S+ {4}← \{\{ FBillNo \}\}-\{\{ FStockID_FNumber \}\}/);
  expect(shown.stdout).toMatch(/detail_list\[0\]\.num = \S+ {4}← \{\{ FRealQty \}\},第 \S+ 行/);
  expect(shown.stdout).toContain("没有发送,也没有记录");
  for (const secret of SECRETS.filter((text) => text !== "")) expect(shown.stdout).not.toContain(secret);

  const [found] = await previewed();
  const orders = found?.result.kind === "ordered" ? found.result.orders : [];
  expect(orders.length).toBeGreaterThan(0);
  expect(found?.unread).toBeNull();
  // Nothing was sent: the very request makes the order now, and is a repeat after that.
  const send = async (): Promise<unknown> => {
    const { path, body } = orders[0]?.request ?? { path: "", body: "" };
    const answer = await fetch(`${sandbox.wangdiantongUrl}${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    return ((await answer.json()) as { code: unknown }).code;
  };
  expect(Number(await send())).toBe(0);
  expect(Number(await send())).not.toBe(0);
});

test("a bill that the scheme's filter leaves out is shown with that, and one that cannot be turned with all reasons", async () => {
  const { previewed } = await setup((text) =>
    text
      .replace("'{{LAST_SYNC_TIME dateTime}}'", "'{{LAST_SYNC_TIME dateTime}}' and FBillNo='none'")
      .replace('"{{ FCarrierID_FNumber }}" }', '"{{ FCarrierID_FNumber }}", missing: hold }'),
  );
  const [found] = await previewed();
  expect(found?.unread).toMatch(/source\.filter/);
  expect(found?.result).toMatchObject({ kind: "refused" });
  const codes = found?.result.kind === "refused" ? found.result.issues.map(({ code }) => code) : [];
  expect(new Set(codes)).toEqual(new Set(["MAP_CODE_MISSING"]));
});

test("a bill that is not approved is shown all the same, and that it would not be read", async () => {
  const { preview } = await setup();
  const { stdout } = await preview([UNAPPROVED]);
  expect(stdout).toContain("注意:按现状不会被读取——单据状态为 A,审核(C)后才会读取");
  expect(stdout).toContain("订单 1:XSCKD000002-");
});

test("personal cells are covered", async () => {
  const { previewed } = await setup((text) => text.replace("personal_data: omit", "personal_data: keep"));
  const [found] = await previewed();
  const at = found?.fields.indexOf("FReceiverMobile") ?? -1;
  expect(found?.rows[0]?.[at]).toBe("***");
});

test("without an account of Wangdiantong all but the signed request is shown; an unknown number ends with 1", async () => {
  const { preview } = await setup();
  const unsigned = await preview([BILL], { WDT_SID: "" });
  expect(unsigned.stdout).toContain("未设置旺店通账号");
  expect(unsigned.exitCode).toBe(0);
  const unknown = await preview(["XSCKD999999"]);
  expect([unknown.exitCode, unknown.stdout]).toEqual([1, "XSCKD999999:金蝶中没有该单据(或没有查看权限)"]);
});
