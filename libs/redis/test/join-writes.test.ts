import { connectRedis, type RedisConnection } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";

const log = pino({ level: "silent" });

async function countReads(redis: RedisConnection): Promise<number> {
  return Number(/^total_reads_processed:(\d+)/m.exec(await redis.info("stats"))?.[1]);
}

test("what is asked in one turn reaches Redis by one write, before and after the connection was lost", async () => {
  const server = await startRedis();
  const redis = connectRedis(server.url, log);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const readsOf = async (commands: number): Promise<number> => {
    const before = await countReads(redis);
    const answers = await Promise.all(Array.from({ length: commands }, async (_, index) => redis.echo(`${index}`)));
    expect(answers).toEqual(answers.map((_, index) => `${index}`));
    // One is the question itself.
    return (await countReads(redis)) - before - 1;
  };
  await redis.ping();
  expect(await readsOf(50)).toBe(1);
  await server.restart();
  await redis.ping();
  expect(await readsOf(50)).toBe(1);
});
