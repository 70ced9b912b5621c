import { createServer } from "node:http";
import { join } from "node:path";

import type { SandboxOptions } from "@billferry/sandbox";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

import { checkOf, findTroubles, SECRETS, setupWorld, STATED } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const TEN_MINUTES_MS = 600_000;

test("in good health every line is green", async () => {
  const { examine } = await setupWorld();
  const report = await examine();
  expect(report.checks.filter(({ severity }) => severity !== "green")).toEqual([]);
  expect(report.unreached).toEqual([]);
  expect(new Set(report.checks.map(({ side }) => side))).toEqual(
    new Set(["scheme", "redis", "kingdee", "wangdiantong"]),
  );
});

test.each([
  ["a wrong Kingdee secret", { KINGDEE_APP_SECRET: "wrong-secret" }, "kingdee.sign-in", "KD_CREDENTIALS_REFUSED"],
  ["a wrong account set", { KINGDEE_ACCOUNT: "nowhere" }, "kingdee.sign-in", "KD_ACCOUNT_UNKNOWN"],
  [
    "a wrong Wangdiantong secret",
    { WDT_APPSECRET: "wrong-secret" },
    "wangdiantong.signature",
    "WDT_CREDENTIALS_REFUSED",
  ],
  ["a wrong Wangdiantong account", { WDT_SID: "nobody" }, "wangdiantong.signature", "WDT_CREDENTIALS_REFUSED"],
  ["a missing setting", { WDT_APPKEY: "" }, "wangdiantong.settings", "CONFIG_INVALID"],
  ["no start", { START_FROM: "" }, "scheme.start-from", null],
  ["a ledger that forgets too soon", { LEDGER_DAYS: "20" }, "scheme.ledger-days", null],
] as const)("%s is one red line with its remedy", async (_words, changes, id, code) => {
  const { examine } = await setupWorld();
  const report = await examine(changes);
  expect(findTroubles(report)).toEqual({ [id]: "red" });
  const check = checkOf(report, id);
  expect(check.code).toBe(code);
  expect(check.remedy?.zh).toMatch(/\p{Script=Han}/u);
  expect(check.remedy?.en).toMatch(/^[^\p{Script=Han}]+$/u);
  expect(report.unreached).toEqual([]);
  for (const secret of SECRETS) expect(JSON.stringify(report)).not.toContain(secret);
});

test("a Kingdee whose clock is ten minutes off is one red line", async () => {
  const { examine } = await setupWorld({ sandbox: { settings: { kingdee: { clockSkewMs: TEN_MINUTES_MS } } } });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.clock": "red" });
  expect(checkOf(report, "kingdee.clock").found.zh).toMatch(/^比本机快 (599|600|601) 秒$/);
});

test("when this machine's clock is off, every clock but its own says so, and the calls are signed all the same", async () => {
  const { examine } = await setupWorld();
  const report = await examine({}, { nowMs: () => Date.now() - TEN_MINUTES_MS });
  expect(findTroubles(report)).toEqual({ "redis.clock": "red", "kingdee.clock": "red", "wangdiantong.clock": "red" });
  expect(checkOf(report, "wangdiantong.signature").severity).toBe("green");
});

test("a Kingdee in another zone is to be looked at", async () => {
  const { examine } = await setupWorld({ sandbox: { settings: { kingdee: { zoneOffsetMinutes: 540 } } } });
  expect(findTroubles(await examine())).toEqual({ "kingdee.zone": "yellow" });
});

test("unknown fields that the scheme needs are red, all of them, with the nearest that there is", async () => {
  const { examine } = await setupWorld({
    editScheme: (text) => text.replace('"{{ FEntrynote }}"', '"{{ F_Entrynote }} {{ F_MY_Colour }}"'),
  });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.fields": "red" });
  expect(checkOf(report, "kingdee.fields").found.zh).toBe("方案需要而金蝶没有:F_Entrynote(→ FEntrynote)、F_MY_Colour");
});

test("unknown fields that nothing uses are yellow, and the trial reading leaves them out", async () => {
  const renamedFields = ["FGYFINDate", "FSHOPNUMBER"];
  const { examine } = await setupWorld({ sandbox: { settings: { kingdee: { renamedFields } } } });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.fields": "yellow" });
  expect(checkOf(report, "kingdee.fields").found.zh).toContain("FSHOPNUMBER、FGYFINDate");
  expect(checkOf(report, "kingdee.sample").severity).toBe("green");
});

test("colours that lines carry and nobody spoke of are to be looked at, with the bills where it is so", async () => {
  const { examine } = await setupWorld({ editScheme: (text) => text.replace("auxiliary_property: ignore", STATED) });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.unused": "yellow" });
  expect(checkOf(report, "kingdee.unused").found.zh).toMatch(/辅助属性 \d+ 张\(XSCKD\d+/);
  expect(checkOf(report, "kingdee.unused").remedy?.zh).toMatch(/lines\.unused/);
});

test("a Kingdee that does not know of auxiliary properties is read without them", async () => {
  const { examine } = await setupWorld({
    editScheme: (text) => text.replace("auxiliary_property: ignore", STATED),
    sandbox: { settings: { kingdee: { renamedFields: ["FAuxPropId"] } } },
  });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.fields": "yellow" });
  expect(checkOf(report, "kingdee.fields").found.zh).toContain("FAuxPropId");
});

test("where Kingdee refuses its metadata, the unknown fields are found by queries", async () => {
  const { sandbox, examine } = await setupWorld({
    editScheme: (text) => text.replace('"{{ FEntrynote }}"', '"{{ F_Entrynote }} {{ F_MY_Colour }}"'),
  });
  const rule = { vendor: "kingdee", service: "QueryBusinessInfo", kind: "msg-code", code: 2, every: 1 };
  await fetch(`${sandbox.controlUrl}faults`, { method: "POST", body: JSON.stringify(rule) });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "kingdee.fields": "red" });
  expect(checkOf(report, "kingdee.fields").found.zh).toContain("F_MY_Colour");
});

test("a filter that Kingdee cannot read is red where it stands and where it is asked", async () => {
  const { examine } = await setupWorld({
    editScheme: (text) => text.replace(/filter: "(.*)"/, 'filter: "$1 AND (((FBillNo"'),
  });
  expect(findTroubles(await examine())).toEqual({ "scheme.check": "red", "kingdee.filter": "red" });
});

test("bills that are all hidden by data permissions are one red line; some are to be looked at", async () => {
  // A bill that was split has a part after its number.
  const parts = ["", ...Array.from({ length: 9 }, (_, index) => `-${index + 1}`)];
  const numbers = Array.from({ length: 100 }, (_, index) =>
    parts.map((part) => `XSCKD${String(index + 1).padStart(6, "0")}${part}`),
  );
  const all = await setupWorld({ sandbox: { settings: { kingdee: { hiddenBillNos: numbers.flat() } } } });
  expect(findTroubles(await all.examine())).toEqual({ "kingdee.visible": "red" });
  const hiddenBillNos = numbers.filter((_, index) => index % 3 > 0).flat();
  const most = await setupWorld({ sandbox: { bills: 95, settings: { kingdee: { hiddenBillNos } } } });
  const report = await most.examine();
  expect(findTroubles(report)).toEqual({ "kingdee.visible": "yellow" });
  expect(checkOf(report, "kingdee.visible").found.zh).toMatch(/只看到 3\d% 的单号/);
});

const readsLargePages = (text: string): string => text.replace(/page_size: \d+/, "page_size: 3000");

const large = async (kingdee: object): Promise<unknown> =>
  findTroubles(await (await setupWorld({ editScheme: readsLargePages, sandbox: { settings: { kingdee } } })).examine());

test("a page larger than Kingdee's cap is to be looked at where there is more beyond, and no trouble where there is not", async () => {
  const shown = { "scheme.check": "yellow", "kingdee.page-size": "yellow" };
  expect(await large({ limitCap: 50 })).toEqual(shown);
  expect(await large({ limitCap: 50, limitPolicy: "refuse" })).toEqual(shown);
  expect(await large({ limitCap: 10_000 })).toEqual({ "scheme.check": "yellow" });
});

test("a warehouse table that leads to an unknown and to an outsourced warehouse is one red line", async () => {
  const { examine } = await setupWorld({ warehouses: "CK900,CK901\nCK902,CK090" });
  const report = await examine();
  expect(findTroubles(report)).toEqual({ "wangdiantong.warehouses": "red" });
  expect(checkOf(report, "wangdiantong.warehouses").found.zh).toBe(
    "不存在:CK901(对照表 warehouses);委外:CK090(对照表 warehouses)",
  );
});

test("carriers and SKUs that Wangdiantong lacks are red, a reason is to be looked up", async () => {
  const { examine } = await setupWorld({
    editScheme: (text) => text.replace("# reason: 金蝶销售出库", "reason: 金蝶销售出库"),
    sandbox: {
      bills: 30,
      unknownSkus: 30,
      settings: { wangdiantong: { missingCarriers: ["SF", "ZTO", "YTO", "JD", "DBL", "ZITI"] } },
    },
  });
  const report = await examine({}, { skus: 20 });
  expect(findTroubles(report)).toEqual({
    "wangdiantong.carriers": "red",
    "wangdiantong.skus": "red",
    "wangdiantong.reason": "yellow",
  });
});

test("a Redis that evicts is one red line, one that keeps nothing on disk is to be looked at", async () => {
  const evicting = await setupWorld({ redis: { extraArgs: ["--maxmemory-policy", "allkeys-lru"] } });
  expect(findTroubles(await evicting.examine())).toEqual({ "redis.eviction": "red" });
  const fleeting = await setupWorld({ redis: { persistent: false } });
  expect(findTroubles(await fleeting.examine())).toEqual({ "redis.durable": "yellow" });
});

test("more calls than usual are to be looked at; the doctor itself makes few, and none that changes anything", async () => {
  const calls: string[] = [];
  const watch: SandboxOptions["watch"] = async (moment, { vendor, service }) => {
    if (moment === "before-effect" && vendor === "wangdiantong") calls.push(service);
  };
  const { examine } = await setupWorld({ sandbox: { watch } });
  expect(findTroubles(await examine({ WDT_CALLS_PER_MINUTE: "600" }, { skus: 5 }))).toEqual({
    "wangdiantong.rate": "yellow",
  });
  expect(calls.toSorted()).toEqual([
    ...Array.from({ length: 5 }, () => "goods_query"),
    "logistics",
    "stockout_order_query",
    "warehouse_query",
  ]);
});

test("a side that is not there is told, and all others are examined", async () => {
  const { examine } = await setupWorld();
  const noKingdee = await examine({ KINGDEE_URL: "http://127.0.0.1:1/k3cloud/" });
  expect(findTroubles(noKingdee)).toEqual({ "kingdee.reachable": "red" });
  expect(noKingdee.unreached).toEqual(["kingdee"]);
  expect(checkOf(noKingdee, "wangdiantong.signature").severity).toBe("green");
  const noRedis = await examine({}, { redis: { kind: "failed", failure: { code: "REDIS_UNUSABLE", message: "无" } } });
  expect(findTroubles(noRedis)).toEqual({ "redis.reachable": "red" });
  expect(noRedis.unreached).toEqual(["redis"]);
  expect(checkOf(noRedis, "kingdee.sample").severity).toBe("green");
  expect(checkOf(noRedis, "wangdiantong.signature").severity).toBe("skipped");
});

test("an address behind which something else answers is one red line, and nothing is taken for unreachable", async () => {
  const server = createServer((_request, response) => response.end("<html>login</html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { examine } = await setupWorld();
  const report = await examine({ WDT_URL: `http://127.0.0.1:${port}/` });
  expect(findTroubles(report)).toEqual({ "wangdiantong.reachable": "red" });
  expect(report.unreached).toEqual([]);
});

test("findings of the scheme's own check have a line of their own", async () => {
  const { examine } = await setupWorld({ editScheme: (text) => text.replace("  is_check: 1\n", "") });
  expect(findTroubles(await examine())).toMatchObject({ "scheme.check": "yellow" });
});

test("the command prints each line with its remedies, or one line of JSON, and ends with 0, 1 or 3", async () => {
  const { env } = await setupWorld();
  const doctor = async (args: readonly string[], changes: Readonly<Record<string, string>> = {}) =>
    execa(process.execPath, [LAUNCHER, "doctor", ...args], {
      env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", ...env, ...changes },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: 25_000,
    });
  const good = await doctor([]);
  expect([good.exitCode, good.stderr]).toEqual([0, ""]);
  expect(good.stdout).toMatch(/共 \d+ 项:正常 \d+$/);
  const bad = await doctor([], { KINGDEE_APP_SECRET: "wrong-secret" });
  expect(bad.exitCode).toBe(1);
  expect(bad.stdout).toContain("✖ 金蝶登录:[KD_CREDENTIALS_REFUSED]");
  expect(bad.stdout).toContain("→ Check KINGDEE_USER");
  for (const secret of SECRETS) expect(good.stdout + bad.stdout).not.toContain(secret);
  const unreached = await doctor(["--json", "--scheme", "sal-outstock"], { REDIS_URL: "redis://127.0.0.1:1" });
  expect(unreached.exitCode).toBe(3);
  expect(unreached.stdout.split("\n")).toHaveLength(1);
  expect(JSON.parse(unreached.stdout)).toMatchObject({ scheme: "sal-outstock", unreached: ["redis"] });
  expect((await doctor(["--skus", "21"])).exitCode).toBe(2);
  expect((await doctor(["--all", "--scheme", "sal-outstock"])).exitCode).toBe(2);
}, 90_000);
