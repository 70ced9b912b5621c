import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execaSync } from "execa";
import { expect, onTestFinished, test } from "vitest";

import { kill, openHome, openHomeIn } from "./npm-start.ts";

/** Real processes, started many times on a machine that others use too. */
const LIMIT_MS = 360_000;
const MOST_SECONDS = 10;

test(
  "a Redis that is killed is started again on its data and told of; work goes on without a restart of anything else",
  async () => {
    const home = await openHome();
    const started = await home.startUp();
    await started.deliverNewBill("BEFORE");
    kill(await started.pidOf("redis-server"), "SIGKILL");
    await started.untilLine(/^Redis 意外退出,正在原有数据上重新启动/);
    await started.untilLine(/^Redis:已在原有数据上重新启动,工作继续/);
    await started.deliverNewBill("AFTER");
    expect((await home.billferry(["bill", "BEFORE", "--json"])).stdout).toContain("delivered");

    // One that hangs is told of as well, and no command says that nothing runs.
    const redis = await started.pidOf("redis-server");
    kill(redis, "SIGSTOP");
    await started.untilLine(/^Redis 没有应答,工作暂停/);
    const asked = await home.billferry(["status"]);
    expect(asked.exitCode).toBe(3);
    expect(asked.stderr).toContain(`npm start 正在运行(进程 ${started.pid}),但它的 Redis 没有应答`);
    kill(redis, "SIGCONT");
    await started.untilLine(/^Redis 已恢复应答,工作继续/);
    await started.deliverNewBill("RESUMED");
    expect((await started.interrupt()).seconds).toBeLessThan(MOST_SECONDS);
  },
  LIMIT_MS,
);

test(
  "a disk that is full is told of, stops nothing for good, and is forgotten once there is room",
  async ({ skip }) => {
    const { folder, fill, free } = mountSmallDisk() ?? skip("only root may mount a small disk");
    fill();
    const refused = await openHomeIn(folder).start().ended();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/^数据目录 .* 不可用:磁盘已满 → 腾出空间,或以 DATA_DIR 指定另一个数据目录$/);

    free();
    const home = openHomeIn(folder);
    const started = await home.startUp();
    const { present } = await started.summary();
    fill();
    await started.untilLine(/^Redis 无法写入磁盘/);
    free();
    await started.untilLine(/^Redis 已能写入磁盘,工作继续/);
    await started.deliverNewBill("ROOM-AGAIN");
    fill();
    expect((await started.interrupt()).seconds).toBeLessThan(MOST_SECONDS);
    free();
    const again = await home.startUp();
    const after = await again.summary();
    expect(after).toMatchObject({ present: after.expected, duplicated: [], wrong: [], unexpected: [] });
    expect(after.present).toBeGreaterThan(present);
    expect(await home.billferry(["cases", "--json"])).toMatchObject({ stdout: "[]" });
    await again.interrupt();
  },
  LIMIT_MS,
);

test("a data folder that cannot be one ends the start in one line", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "billferry-file-")), "taken");
  onTestFinished(() => rmSync(join(file, ".."), { recursive: true, force: true }));
  writeFileSync(file, "");
  const { exitCode, stderr } = await openHomeIn(file).start().ended();
  expect([exitCode, stderr.split("\n")]).toEqual([2, [expect.stringMatching(/^数据目录 .*不是目录.*DATA_DIR/)]]);
});

test(
  "who changes accounts is told in one line what is known and what is set, and one command makes it good",
  async () => {
    const home = await openHome();
    const trial = await home.startUp();
    await trial.interrupt();
    // .env names a real pair of accounts now. Nobody answers there, and nobody is asked before it is clear whose it is.
    const envFile = join(home.folder, "accounts.env");
    await writeFile(
      envFile,
      [
        "KINGDEE_URL=http://127.0.0.1:9/k3cloud/",
        "KINGDEE_ACCOUNT=5f7c1b2a3d4e5f",
        "KINGDEE_USER=integration",
        "KINGDEE_AUTH=password",
        "KINGDEE_PASSWORD='Ab$c123x'",
        "WDT_URL=http://127.0.0.1:9/openapi2/",
        "WDT_SID=shop",
        "WDT_APPKEY=shop-ot",
        "WDT_APPSECRET=secret",
        "START_FROM=2026-11-01 00:00:00",
        "",
      ].join("\n"),
    );
    const accounts = { ENV_FILE: envFile };
    const refused = await home.start(accounts).ended();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /^(extractor|loader) 无法启动:\[ACCOUNT_CHANGED\] .*(属于金蝶账套 sandbox0account1,现在的 KINGDEE_ACCOUNT 是 5f7c1b2a3d4e5f|属于旺店通账号 sandbox2,现在的 WDT_SID 是 shop).*npx billferry repair --account$/,
    );
    const told = await home.billferry(["repair", "--account"], accounts);
    expect(told.exitCode).toBe(1);
    expect(told.stdout).toContain("台账属于 sandbox0account1,现在配置的是 5f7c1b2a3d4e5f");
    expect(told.stdout).toContain("npx billferry repair --account --yes");
    const changed = await home.billferry(["repair", "--account", "--yes"], accounts);
    expect(changed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("台账归现在的账号") });
    expect(await home.billferry(["repair", "--account"], accounts)).toMatchObject({ exitCode: 0 });

    const started = home.start(accounts);
    await started.untilLine(/^使用真实的金蝶与旺店通账套/);
    expect(await home.billferry(["repair", "--account", "--yes"])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("服务进程在使用这个台账"),
    });
    expect((await started.interrupt()).seconds).toBeLessThan(MOST_SECONDS);
    // Back to the trial: what is kept is the sandbox's account under the same ledger again.
    const kept = await home.billferry(["repair", "--account", "--keep", "--yes"]);
    expect(kept).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("内容保留") });
    expect(await home.billferry(["repair", "--account"])).toMatchObject({ exitCode: 0 });
  },
  LIMIT_MS,
);

test(
  "a form that the sandbox does not know is told at once, by demo and by start, and may be brought along",
  async () => {
    const schemes = mkdtempSync(join(tmpdir(), "billferry-schemes-"));
    onTestFinished(() => rmSync(schemes, { recursive: true, force: true }));
    const own = await readFile(join(import.meta.dirname, "..", "..", "schemes", "stk-misdelivery.yaml"), "utf8");
    await writeFile(
      join(schemes, "own.yaml"),
      own.replace(/^name: .*$/m, "name: own").replaceAll("STK_MisDelivery", "OWN_Form"),
    );
    mkdirSync(join(schemes, "tables"));
    for (const table of ["warehouses.csv", "carriers.csv"])
      await writeFile(
        join(schemes, "tables", table),
        await readFile(join(import.meta.dirname, "..", "..", "schemes", "tables", table)),
      );
    const home = await openHome({ SCHEME_DIR: schemes });
    for (const outcome of [
      await home.billferry(["demo", "--scheme", "own", "--bills", "1"]),
      await home.start({ SCHEMES: "own" }).ended(),
    ]) {
      expect(outcome.exitCode).toBe(2);
      expect(outcome.stderr).toMatch(/^沙箱没有表单 OWN_Form.*SANDBOX_FORM_DIR/);
    }
    const forms = mkdtempSync(join(tmpdir(), "billferry-forms-"));
    onTestFinished(() => rmSync(forms, { recursive: true, force: true }));
    const form = await readFile(
      join(import.meta.dirname, "..", "..", "services/sandbox/forms/STK_MisDelivery.yaml"),
      "utf8",
    );
    await writeFile(join(forms, "own.yaml"), form.replace(/^form: .*$/m, "form: OWN_Form"));
    const demo = await home.billferry(["demo", "--scheme", "own", "--bills", "3", "--json"], {
      SANDBOX_FORM_DIR: forms,
    });
    expect(demo.exitCode).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ bills: 3, missing: 0, duplicated: 0, wrong: 0 });
  },
  LIMIT_MS,
);

interface SmallDisk {
  readonly folder: string;
  readonly fill: () => void;
  readonly free: () => void;
}

/** A disk of its own for a folder; undefined where nobody may mount one. */
function mountSmallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "billferry-disk-"));
  const { failed } = execaSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], { reject: false });
  onTestFinished(() => {
    if (!failed) execaSync("umount", ["-l", folder], { reject: false });
    rmSync(folder, { recursive: true, force: true });
  });
  if (failed) return undefined;
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => {
      const file = openSync(filler, "w");
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096));
      } catch {
        // Full.
      } finally {
        closeSync(file);
      }
    },
    free: () => unlinkSync(filler),
  };
}
