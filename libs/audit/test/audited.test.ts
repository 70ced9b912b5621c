import { audited, type AuditedAct } from "@billferry/audit";
import { Fault } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";

import { readInbox } from "../src/inbox.ts";

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());
beforeEach(async () => void (await connect().flushall()));

const RETRY: AuditedAct = {
  by: "王敏",
  via: "console",
  role: "operator",
  act: "retry",
  scheme: "sal-outstock",
  reason: "编码已补",
  subjects: [{ kind: "case", id: "order:XSCKD000812-CK01" }],
  before: { state: "held" },
};

function connect() {
  const redis = connectRedis(server.url, pino({ level: "silent" }));
  onTestFinished(() => redis.disconnect());
  return redis;
}

async function said() {
  return (await readInbox(connect(), 100)).map((each) => each.said);
}

test("an act stands on record before it is begun, and what came of it after", async () => {
  const redis = connect();
  const result = await audited(
    redis,
    { ...RETRY, after: (state: string) => ({ state }), reached: () => [{ kind: "bill", id: "XSCKD000812" }] },
    async () => {
      expect(await said()).toMatchObject([{ phase: "intent", act: "retry", by: "王敏", before: { state: "held" } }]);
      return "waiting";
    },
  );
  expect(result).toBe("waiting");
  const [intent, outcome] = await said();
  expect(intent).toMatchObject({ via: "console", role: "operator", reason: "编码已补", subjects: RETRY.subjects });
  expect(outcome).toEqual({
    phase: "outcome",
    id: intent?.id,
    result: "done",
    after: { state: "waiting" },
    subjects: [{ kind: "bill", id: "XSCKD000812" }],
  });
});

test("an act that fails is on record with its reason, and its error goes on", async () => {
  const act = audited(connect(), RETRY, async () => {
    throw new Fault("REDIS_BUSY", "正在载入数据");
  });
  await expect(act).rejects.toThrow("正在载入数据");
  const [, outcome] = await said();
  expect(outcome).toMatchObject({ result: "failed", error: expect.stringContaining("REDIS_BUSY") as string });
});

test("what an error of others says is not kept: it may hold anything", async () => {
  const act = audited(connect(), RETRY, async () => {
    throw new TypeError("收货人 张三 13800138000");
  });
  await expect(act).rejects.toThrow(TypeError);
  expect(JSON.stringify(await said())).not.toContain("张三");
  expect((await said())[1]).toMatchObject({ result: "failed", error: "TypeError" });
});

test("nothing is done where the intent cannot be kept", async () => {
  const redis = connect();
  await redis.config("SET", "maxmemory", "1");
  onTestFinished(async () => void (await connect().config("SET", "maxmemory", "0")));
  let isDone = false;
  const act = audited(redis, RETRY, async () => {
    isDone = true;
  });
  await expect(act).rejects.toThrow("OOM");
  expect(isDone).toBe(false);
});

test("an act that is told, and whose outcome cannot be kept, is done all the same", async () => {
  const redis = connect();
  onTestFinished(async () => void (await connect().config("SET", "maxmemory", "0")));
  expect(
    await audited(redis, RETRY, async () => {
      await redis.config("SET", "maxmemory", "1");
      return "done";
    }),
  ).toBe("done");
  expect((await said()).map(({ phase }) => phase)).toEqual(["intent"]);
});

test("of very many subjects and very long facts so much is kept as a line can bear", async () => {
  const subjects = Array.from({ length: 1_000 }, (_, index) => ({ kind: "bill", id: `B${index}` }) as const);
  const reason = "长".repeat(2_000);
  await audited(connect(), { ...RETRY, subjects, reason, before: { text: reason.repeat(5) } }, async () => undefined);
  const [intent] = await said();
  expect(intent).toMatchObject({
    more: 800,
    reason: "长".repeat(500),
    before: { leftOut: expect.any(String) as string },
  });
  expect(intent?.subjects).toHaveLength(200);
});
