import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SANDBOX_CREDENTIALS } from "@billferry/sandbox/credentials";
import { expect, test } from "vitest";
import { parse } from "yaml";

import { findProgram } from "../observability/programs.ts";
import { findChromium } from "../screenshot/chromium.ts";
import { retryInBullBoard, retryInConsole, takeBuiltPage } from "./retry-by-hand.ts";
import { plainStepsOf, walk } from "./walk.ts";
import { openMachine } from "./world.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = ["docs/runbook.md", "docs/en/runbook.md"] as const;
/** A quiet machine takes a third of it. */
const LIMIT_MS = 900_000;
const WAIT = { timeout: 240_000, interval: 1_000 };

const NEW_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
/** In the page's order: retried by command, in the console, in Bull Board. */
const WAITING = [1, 2, 3].map((number) => ({ billNo: `XSCKD90000${number}`, sku: `NEW-${number}` }));

test("the runbook is the same in both languages", () => {
  expect(plainStepsOf(PAGES[1])).toEqual(plainStepsOf(PAGES[0]));
});

test.each(PAGES)("%s: what needs Docker or systemd names services and units that there are", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const compose = parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8"), { merge: true }) as {
    services: object;
  };
  const services = Object.keys(compose.services);
  // What follows upon `cli` and `redis` is a command within the container.
  const ofCompose = [...text.matchAll(/docker compose (?:stop|up|run|exec)([^`\n]*)/g)].flatMap(([, rest = ""]) =>
    rest
      .replaceAll(/ -v \S+| --?[\w-]+/g, "")
      .replace(/ (cli|redis) .*/, " $1")
      .split(" ")
      .filter((word) => word !== ""),
  );
  expect(ofCompose.length).toBeGreaterThan(10);
  expect(ofCompose.filter((name) => !services.includes(name))).toEqual([]);
  const units = [...text.matchAll(/systemctl \w+([^`\n]*)/g)].flatMap(([, rest = ""]) => rest.trim().split(" "));
  expect(units.length).toBeGreaterThan(6);
  expect(units.filter((unit) => !existsSync(join(ROOT, "deploy", "systemd", fileOfUnit(unit))))).toEqual([]);
});

test(
  "whoever does what the runbook says in each trouble is out of it, and nothing is lost or sent twice",
  { timeout: LIMIT_MS },
  async (context) => {
    if (findProgram("redis-cli") === undefined) return context.skip("没有 redis-cli:apt-get install redis-tools");
    const machine = await openMachine();
    const { terminal, client, control, approve, untilAllIsDelivered } = machine;
    const chromiumPath = await findChromium();
    if (chromiumPath !== undefined) await takeBuiltPage(terminal.root);
    await terminal.type("npm run sandbox");
    const settings = settingsOf(machine);
    const write = (): void =>
      writeFileSync(join(terminal.root, ".env"), [...settings].map(([name, value]) => `${name}=${value}\n`).join(""));
    write();
    const untilStatusSays = async (words: string): Promise<void> => {
      await expect.poll(async () => terminal.type("npx billferry status"), WAIT).toContain(words);
    };
    const casesLeft = async (): Promise<number> =>
      (JSON.parse(await terminal.type("npx billferry cases --json")) as unknown[]).length;

    await walk(PAGES[0], terminal, {
      "every stage has a process": (answer) => expect(answer).not.toContain("没有运行中的进程"),
      "no stage has a process": (answer) => expect(answer).toContain("没有运行中的进程"),
      "nothing is under way": (answer) => expect(answer).toMatch(/^空闲/m),
      "both ends agree": (answer) => expect(answer).toContain("两端一致"),
      "nothing is wrong": (answer) => expect(answer).not.toContain("✖"),
      "all is delivered": untilAllIsDelivered,
      "three bills wait for goods": async () => {
        for (const { billNo, sku } of WAITING) await approve(billNo, { sku });
        await expect.poll(casesLeft, WAIT).toBe(WAITING.length);
      },
      "the goods are there": async () =>
        control("settings", { wangdiantong: { extraSkus: WAITING.map(({ sku }) => sku) } }),
      "XSCKD900002 is retried in the console, XSCKD900003 in Bull Board": async () => {
        await expect.poll(casesLeft, WAIT).toBe(2);
        await retryByHand({ ...machine, chromiumPath, casesLeft });
      },
      "a day was never moved": async () => {
        await control("bills", { billNo: "XSCKD900004", lines: [{ quantity: "5" }] });
        await control("bills/XSCKD900004/audit", { approvedAt: "2026-11-01T10:00:00" });
      },
      "Redis has lost everything": async () => {
        await client.flushall();
        // What runs begins a ledger by itself, which a backup has to replace.
        await expect.poll(async () => client.keys("*:progress"), WAIT).not.toEqual([]);
      },
      "Wangdiantong is down": async () => {
        await control("faults", { vendor: "wangdiantong", kind: "status", status: 502, every: 1 });
        // So many failures in a row are an outage.
        for (const number of [11, 12, 13, 14, 15]) await approve(`XSCKD9000${number}`);
        await untilStatusSays("已熔断");
      },
      "Wangdiantong is back": async () => control("faults", "DELETE"),
      "no outage is named": (answer) => expect(answer).not.toContain("已熔断"),
      "Wangdiantong has another secret": async () => {
        await control("settings", { wangdiantong: { appsecret: NEW_SECRET } });
        await approve("XSCKD900006");
        await untilStatusSays("WDT_CREDENTIALS_REFUSED");
      },
      "the new secret is in .env": () => {
        settings.set("WDT_APPSECRET", NEW_SECRET);
        write();
      },
      "Wangdiantong allows fewer calls": async () => control("settings", { wangdiantong: { callsPerMinute: 300 } }),
      "the new quota holds": (answer) => expect(answer).toContain("每分钟 300 次"),
      "Redis is full": async () => {
        await client.config("SET", "maxmemory", "1mb");
        await approve("XSCKD900007");
      },
      "it is the memory": (answer) => expect(answer).toContain("Redis 内存已用尽"),
    });
    expect(await casesLeft()).toBe(0);
    await untilAllIsDelivered();
  },
);

function fileOfUnit(unit: string): string {
  return unit.includes(".") ? unit : `${unit}.service`;
}

type Machine = Awaited<ReturnType<typeof openMachine>>;

/** Of a service that knows the sandbox as both vendors, and reads it often. */
function settingsOf({ redis, sandboxUrl }: Machine): Map<string, string> {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  // The sandbox's own bills were approved within the last day.
  const startFrom = new Date(Date.now() - 2 * 86_400_000).toISOString();
  return new Map([
    ["REDIS_URL", redis.url],
    ["KINGDEE_URL", `${sandboxUrl}/k3cloud/`],
    ["KINGDEE_ACCOUNT", kingdee.account],
    ["KINGDEE_USER", kingdee.user],
    ["KINGDEE_APP_ID", kingdee.appId],
    ["KINGDEE_APP_SECRET", kingdee.appSecret],
    ["WDT_URL", `${sandboxUrl}/openapi2/`],
    ["WDT_SID", wangdiantong.sid],
    ["WDT_APPKEY", wangdiantong.appkey],
    ["WDT_APPSECRET", wangdiantong.appsecret],
    ["WDT_CALLS_PER_MINUTE", "6000"],
    ["START_FROM", `${startFrom.slice(0, 10)} 00:00:00`],
    ["SYNC_EVERY", "2s"],
    // What waits for goods is retried by a person and by nobody else.
    ["GAP_CHECK_EVERY", "1d"],
  ]);
}

/** In a real browser, where there is one; else by the command that does the same. */
async function retryByHand({
  terminal,
  boardUrl,
  chromiumPath,
  casesLeft,
}: Machine & { readonly chromiumPath: string | undefined; readonly casesLeft: () => Promise<number> }): Promise<void> {
  const [, inConsole, inBullBoard] = WAITING;
  if (inConsole === undefined || inBullBoard === undefined) throw new Error("nothing is left to retry");
  if (chromiumPath === undefined) {
    console.log("no Chromium: what the console and Bull Board do is done by command");
    await terminal.type(`npx billferry retry --bill ${inConsole.billNo} ${inBullBoard.billNo}`);
    return;
  }
  await retryInConsole(chromiumPath, boardUrl, inConsole);
  await expect.poll(casesLeft, WAIT).toBe(1);
  await retryInBullBoard(chromiumPath, boardUrl, inBullBoard);
}
