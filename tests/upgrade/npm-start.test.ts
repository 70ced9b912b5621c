import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureServerBinary, startServer } from "@billferry/embedded-redis";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { openHomeIn } from "../pipeline/npm-start.ts";
import { readRecording, restoreKeys, writeBooks } from "./recording.ts";

const LIMIT_MS = 400_000;
const CACHE = join(import.meta.dirname, "..", "..", ".cache");

test(
  "npm start on a data folder of the version before migrates it by itself and goes on where that one was",
  async () => {
    const recording = readRecording(join(import.meta.dirname, "state-2.json.gz"));
    const folder = mkdtempSync(join(tmpdir(), "billferry-old-home-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    writeBooks(join(folder, "sandbox"), recording.books);
    const binary = await ensureServerBinary({ cacheDir: CACHE, onChoice: () => undefined });
    const server = await startServer({ binary, dataDir: join(folder, "redis"), persistent: true });
    const redis = new Redis(server.url);
    await restoreKeys(redis, recording.keys);
    await redis.set("{billferry}:sandbox-life", readFileSync(join(folder, "sandbox", "life.json"), "utf8"));
    redis.disconnect();
    await server.stop("SIGTERM");

    const { START_FROM = "", SCHEMES = "" } = recording.settings;
    const home = openHomeIn(folder, { SCHEMES, START_FROM });
    const started = home.start();
    await started.untilLine(/旧版本留下的数据:方案 .*已迁移台账 \d{3} 项/);
    const [scheme = ""] = SCHEMES.split(",").slice(1);
    await started.untilLine(/^看板:/);
    expect(await home.billferry(["resume", "extract", "--scheme", scheme])).toMatchObject({ exitCode: 0 });
    await started.untilRunning();
    const { duplicated, unexpected, present } = await started.summary();
    expect(duplicated).toEqual([]);
    // One bill was withdrawn after its delivery before the upgrade: its two documents are a person's cases.
    expect(unexpected).toHaveLength(2);
    expect(present).toBeGreaterThan(300);
    await started.interrupt();
  },
  LIMIT_MS,
);
