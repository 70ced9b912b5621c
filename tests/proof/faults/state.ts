import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { isNothingLeft } from "../nothing-left.ts";
import { becomes, until, within } from "../patience.ts";
import type { Replica } from "../replica.ts";
import { runCli } from "../run-cli.ts";
import type { Scenario } from "../scenario.ts";
import { SCHEME, type World } from "../world.ts";

const EXIT_CONFIG = 78;
const PROGRESS_KEY = `{billferry:${SCHEME}}L:progress`;

/** Faults 27 and 29: state that cannot be read, and installations that share what they must not. */
export const STATE: readonly Scenario[] = [
  {
    number: 27,
    name: "state-of-other-version",
    zh: "Redis 中的状态属于更新的版本",
    en: "the stored state is of a newer version",
    holds: "refused, with the command that repairs it; repaired, all is rebuilt",
    setup: { pushMs: 20 },
    act: async (world) =>
      spoilState(world, async () => world.connection.hset(await findProgressKey(world), "version", "999")),
  },
  {
    number: 27,
    name: "state-corrupted",
    zh: "Redis 中的状态已损坏",
    en: "the stored state is something else altogether",
    holds: "as above",
    setup: { pushMs: 20 },
    act: async (world) =>
      spoilState(world, async () => world.connection.set(await findProgressKey(world), "something else")),
  },
  {
    number: 29,
    name: "two-installations-one-redis",
    zh: "两套安装误用同一个 Redis",
    en: "a second installation is pointed at the same Redis",
    holds: "the second refuses and names the first; the first is not disturbed",
    setup: { pushMs: 20 },
    act: async (world) => {
      await world.untilShare(0.1);
      const other = await world.start("extractor", { name: "other-extractor", env: { INSTALLATION: "other" } });
      await until("the second has ended", () => other.deaths() > 0, 30_000);
      world.strike();
      await expectRefusal(world, other, "default");
      await other.stop();
      world.mark();
    },
  },
  {
    number: 29,
    name: "two-redis-one-pair",
    zh: "两套安装各用各的 Redis,却指向同一对账号",
    en: "two installations with a Redis each, pointed at the same pair of accounts",
    holds: "no order twice, and the one who finds the other's orders says so",
    setup: { pushMs: 10 },
    act: async (world) => {
      const redis = await startRedis({ persistent: true });
      world.cleanUps.push(async () => redis.stop());
      const connection = new Redis(redis.url);
      world.cleanUps.push(() => connection.disconnect());
      for (const service of ["extractor", "transformer", "loader"] as const)
        await world.start(service, { name: `other-${service}`, redisPort: redis.port, env: { INSTALLATION: "other" } });
      world.strike();
      await world.untilShare(1);
      const isDone = await becomes(
        async () => (await within(5_000, isNothingLeft(connection, SCHEME, 0))) === true,
        90_000,
      );
      world.check("the other comes to its end too", isDone, "it does not");
      await world.untilDone(60_000);
      const [ours, theirs] = [await world.ledger.progress.read(), await readForeign(connection)];
      const seen = ours.foreignDuplicates + theirs;
      world.check("foreign duplicates are counted", seen > 0, seen);
    },
  },
];

async function readForeign(connection: Redis): Promise<number> {
  const { Ledger } = await import("@billferry/ledger");
  return (await new Ledger(connection, SCHEME).progress.read()).foreignDuplicates;
}

/** Spoils the state in the middle, sees it refused, and repairs it as the message says. */
async function spoilState(world: World, spoil: () => Promise<unknown>): Promise<void> {
  await world.untilShare(0.3);
  await spoil();
  world.strike();
  const [extractor] = world.of("extractor");
  await extractor?.kill();
  await until("the extractor refuses to start", () => extractor?.lastEnd() === EXIT_CONFIG, 30_000);
  const words = extractor?.lastWords() ?? "";
  world.check("it names the command that repairs", words.includes("billferry repair"), words);
  const { exitCode, stdout, stderr } = await runCli(["repair", "--rebuild", "--yes"], world.environment);
  world.check("billferry repair", exitCode === 0, `exit code ${exitCode} ${stdout}${stderr}`);
  world.mark();
  await world.untilShare(1);
}

/** The ledger's own hash of progress, whatever its name is in this version. */
async function findProgressKey(world: World): Promise<string> {
  if ((await world.connection.exists(PROGRESS_KEY)) === 0)
    throw new Error("the ledger keeps no progress under its known name");
  return PROGRESS_KEY;
}

async function expectRefusal(world: World, replica: Replica, holder: string): Promise<void> {
  const words = replica.lastWords();
  world.check("exit code 78", replica.lastEnd() === EXIT_CONFIG, String(replica.lastEnd()));
  world.check("it names the other", words.includes("INSTALLATION_CONFLICT") && words.includes(holder), words);
}
