import { connectRedis, keepLease } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const log = pino({ level: "fatal" });
const TTL_MS = 60_000;

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

/** The smallest lease there can be: a key with a life. */
async function setup() {
  const redis = connectRedis(server.url, log);
  await redis.flushall();
  onTestFinished(() => redis.disconnect());
  const takes = { count: 0, by: [] as string[] };
  const take = (installation: string) => async () => {
    takes.count += 1;
    takes.by.push(installation);
    await redis.set("lease", installation, "PX", TTL_MS, "NX");
    const owner = (await redis.get("lease")) ?? "";
    if (owner === installation) await redis.pexpire("lease", TTL_MS);
    return { isOurs: owner === installation, installation: owner, holder: `${owner}-host:1` };
  };
  const keep = async (installation: string, onLost = () => {}) => {
    const lease = await keepLease({ take: take(installation), everyMs: 5, log, onLost });
    onTestFinished(() => lease.stop());
    return lease;
  };
  return { redis, takes, keep };
}

test("a second installation on one ledger is refused at start, and told who has it", async () => {
  const { keep } = await setup();
  await keep("shanghai");
  await expect(keep("beijing")).rejects.toMatchObject({
    code: "INSTALLATION_CONFLICT",
    message: expect.stringMatching(/shanghai.*shanghai-host:1/),
  });
});

test("replicas of one installation share the lease, and renewing keeps it alive", async () => {
  const { redis, takes, keep } = await setup();
  const leases = [await keep("shanghai"), await keep("shanghai")];
  await redis.pexpire("lease", 5_000);
  const before = takes.count;
  await expect.poll(() => takes.count).toBeGreaterThan(before + 2);
  expect(await redis.pttl("lease")).toBeGreaterThan(5_000);
  expect(leases.flatMap((lease) => lease.problems())).toEqual([]);
});

test("a lease that another installation took over is lost: told once, red from then on, and not taken back", async () => {
  const { redis, takes, keep } = await setup();
  const lost = { count: 0 };
  const lease = await keep("shanghai", () => {
    lost.count += 1;
  });
  await redis.set("lease", "beijing");
  await expect.poll(() => lease.problems()).toEqual([expect.stringMatching(/INSTALLATION_CONFLICT.*beijing/)]);
  const after = takes.by.filter((each) => each === "shanghai").length;
  await redis.del("lease");
  await keep("guangzhou");
  expect(lost.count).toBe(1);
  expect(lease.problems()).toHaveLength(1);
  expect(await redis.get("lease")).toBe("guangzhou");
  expect(takes.by.filter((each) => each === "shanghai")).toHaveLength(after);
});

test("a Redis that fails to answer is no loss, and renewing goes on", async () => {
  const answers = [true, false, true, true];
  let takes = 0;
  const lease = await keepLease({
    take: async () => {
      takes += 1;
      if (answers[takes - 1] === false) throw new Error("READONLY");
      return { isOurs: true, installation: "shanghai", holder: "a:1" };
    },
    everyMs: 1,
    log,
    onLost: () => expect.unreachable(),
  });
  await expect.poll(() => takes).toBeGreaterThanOrEqual(answers.length);
  lease.stop();
  expect(lease.problems()).toEqual([]);
});
