import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import { expect, test } from "vitest";

import { exportedSettings, FRONT_PAGES, frontPageCommands, NOT_RUN, RUN_ELSEWHERE } from "./front-pages.ts";
import { openMachine } from "./world.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const LIMIT_MS = 600_000;
const COMMANDS = [...new Set(FRONT_PAGES.flatMap(frontPageCommands))];
const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;

/** What somebody who practises with the sandbox writes where the pages leave a place to be filled in. */
const FILLED_IN: Readonly<Record<string, string>> = {
  KINGDEE_URL: "http://127.0.0.1:3100/k3cloud/",
  KINGDEE_ACCOUNT: kingdee.account,
  KINGDEE_USER: kingdee.user,
  KINGDEE_APP_ID: kingdee.appId,
  KINGDEE_APP_SECRET: kingdee.appSecret,
  WDT_URL: "http://127.0.0.1:3100/openapi2/",
  WDT_SID: wangdiantong.sid,
  WDT_APPKEY: wangdiantong.appkey,
  WDT_APPSECRET: wangdiantong.appsecret,
};

function isElsewhere(command: string): boolean {
  return command in RUN_ELSEWHERE || command in NOT_RUN || command.startsWith("export ");
}

/** Those of a page but for words, formats, and what only one of them names. */
function commonCommands(page: string): readonly string[] {
  const common = frontPageCommands(page).filter((command) => !/^(export |npm run bench)|单号/.test(command));
  return common.map((command) => command.replace(" --json", "")).toSorted();
}

test("both pages have their reader export the same settings, and type the same commands but for words and formats", () => {
  const [english, chinese] = FRONT_PAGES.map(exportedSettings);
  expect([...(chinese?.keys() ?? [])]).toEqual([...(english?.keys() ?? [])]);
  expect(commonCommands("README.zh-CN.md")).toEqual(commonCommands("README.md"));
});

test("what the walk leaves out stands on a page, and the test that is named for it runs it", () => {
  const left = [...Object.keys(RUN_ELSEWHERE), ...Object.keys(NOT_RUN)];
  expect(left.filter((command) => !COMMANDS.includes(command))).toEqual([]);
  for (const [command, { test: path, says }] of Object.entries(RUN_ELSEWHERE))
    expect({ command, runs: readFileSync(join(ROOT, path), "utf8").includes(says) }).toEqual({ command, runs: true });
});

test(
  "whoever types what the front pages say, beside npm start, is understood each time",
  { timeout: LIMIT_MS },
  async () => {
    const { terminal } = await openMachine({ SANDBOX_PORT: "0", SANDBOX_BILLS: "130" });
    const walked = COMMANDS.filter((command) => !isElsewhere(command) && command !== "npm run extractor");
    expect(walked[0]).toBe("npm start");
    expect(walked.length).toBeGreaterThan(20);
    const answers = new Map<string, string>();
    // The demo is a trial of its own, with a Redis of its own, wherever it is run.
    for (const command of walked) answers.set(command, await terminal.type(command.replace("--note …", "--note 盘点")));
    expect(answers.get("npx billferry bill XSCKD000123")).toContain("已送达");
    expect(answers.get("npm run demo -- --bills 500 --json")).toContain('"missing":0,"duplicated":0,"wrong":0');
  },
);

test(
  "the settings that the front pages export are all that each service needs to start alone",
  { timeout: LIMIT_MS },
  async () => {
    const { terminal } = await openMachine();
    await terminal.type("npm run sandbox");
    for (const [name, shown] of exportedSettings("README.md")) {
      const value = FILLED_IN[name] ?? shown;
      expect({ name, isFilledIn: !value.includes("…") }).toEqual({ name, isFilledIn: true });
      await terminal.type(`export ${name}=${value}`);
    }
    expect(COMMANDS).toContain("npm run extractor");
    for (const service of ["extractor", "transformer", "loader", "board", "watcher"])
      expect(await terminal.type(`npm run ${service}`)).toMatch(/service\.ready/);
  },
);
