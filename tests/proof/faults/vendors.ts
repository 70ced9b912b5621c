import { until } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import { withPageSize } from "../world-setup.ts";
import type { World } from "../world.ts";

const PUSH = { vendor: "wangdiantong", service: "stockout_order_push" } as const;
const QUERY = { vendor: "kingdee", service: "ExecuteBillQuery" } as const;

/** Counts what has struck, ends it, and begins the recovery. */
async function heal(world: World): Promise<void> {
  world.strike(await world.countStrikes());
  await world.clearFaults();
  world.mark();
}

/** Faults 11 to 14: answers that are lost, late, broken, or say "too frequent". */
export const VENDORS: readonly Scenario[] = [
  {
    number: 11,
    name: "answer-lost",
    zh: "一成应答在生效后丢失",
    en: "one answer in ten is lost after the effect",
    holds: "settled by evidence: one order each",
    isShort: true,
    setup: {},
    act: async (world) => {
      await world.addFault({ ...PUSH, kind: "cut-after", probability: 0.1, seed: world.seed });
      await world.untilShare(0.9);
      await heal(world);
    },
  },
  {
    number: 12,
    name: "answer-late",
    zh: "应答迟于超时",
    en: "one answer in fifty comes after the caller has given up",
    holds: "not sent a second time with effect",
    setup: { environment: { WDT_TIMEOUT_SECONDS: "2" } },
    act: async (world) => {
      await world.addFault({ ...PUSH, kind: "hang-after", probability: 0.02, seed: world.seed });
      await world.untilShare(0.8);
      await heal(world);
    },
  },
  {
    number: 12,
    name: "effect-late",
    zh: "调用方放弃之后单据才生效",
    en: "one request in fifty takes effect after its sender has given up",
    holds: "not sent a second time with effect",
    setup: { environment: { WDT_TIMEOUT_SECONDS: "2" } },
    act: async (world) => {
      await world.addFault({ ...PUSH, kind: "late-effect", delayMs: 3_000, probability: 0.02, seed: world.seed });
      await world.untilShare(0.8);
      await heal(world);
    },
  },
  {
    number: 13,
    name: "bad-answers",
    zh: "截断、网页、空体、空数组、错误字符集等应答",
    en: "truncated, HTML, empty, twice encoded and other answers from both sides",
    holds: "each is known for what it is; never success with 0 rows",
    setup: { scheme: (text) => text.replace(/page_size: \d+/, "page_size: 500") },
    act: async (world) => {
      const kingdee = ["html", "truncated", "empty-body", "waf", "response-error", "double-encoded", "msg-code"];
      for (const [index, kind] of kingdee.entries())
        await world.addFault({ ...QUERY, kind, next: 1, skip: 2 + 3 * index });
      const wangdiantong = [
        "html",
        "truncated",
        "empty-body",
        "empty-array",
        "status",
        "string-code",
        "double-encoded",
      ];
      for (const [index, kind] of wangdiantong.entries())
        await world.addFault({ ...PUSH, kind, probability: 0.01, seed: world.seed + index });
      await world.untilShare(0.9, 150_000);
      await heal(world);
    },
  },
  {
    number: 13,
    name: "empty-array",
    zh: "金蝶偶尔以空数组应答",
    en: "Kingdee answers now and then with an empty table",
    holds: "what an empty answer hid is found by the overlap of the next reading",
    setup: { scheme: (text) => text.replace(/page_size: \d+/, "page_size: 500") },
    act: async (world) => {
      await world.addFault({ ...QUERY, kind: "empty-array", next: 1, skip: 3 });
      await world.addFault({ ...QUERY, kind: "empty-array", next: 1, skip: 6 });
      await world.untilShare(0.2);
      await world.untilDone(60_000);
      await heal(world);
    },
  },
  {
    number: 13,
    name: "row-limit",
    zh: "金蝶的查询行数上限小于每页行数,运行中又被改小",
    en: "Kingdee's row limit is below the page size, and is lowered once more while running",
    holds: "a short page is not the last: no row is lost, no bill is cut, none is taken for deleted",
    setup: { settings: { kingdee: { limitCap: 500 } }, environment: { SWEEP_EVERY: "2s" } },
    act: async (world) => {
      await world.untilShare(0.2);
      await world.set({ kingdee: { limitCap: 37 } });
      world.strike();
      world.mark();
      await world.generate(Math.ceil(world.bills / 10), world.seed + 1);
      // The one that ends next may have begun before.
      await untilSwept(world);
      await untilSwept(world);
    },
  },
  {
    number: 13,
    name: "row-limit-refused",
    zh: "金蝶拒绝超过上限的查询行数",
    en: "Kingdee refuses pages of as many rows as the scheme asks for",
    holds: "the limit is taken from the refusal, and reading goes on by it",
    setup: { settings: { kingdee: { limitCap: 83, limitPolicy: "refuse" } } },
    act: async (world) => {
      world.strike();
      await world.untilShare(0.2);
      world.mark();
    },
  },
  {
    number: 13,
    name: "entry-twice",
    zh: "金蝶的应答中同一分录出现两次",
    en: "every third answer of Kingdee's has one entry twice",
    holds: "an entry counts once",
    setup: { scheme: withPageSize(300) },
    act: async (world) => {
      await world.addFault({ ...QUERY, kind: "repeated-entry", every: 3 });
      await world.untilShare(0.9, 150_000);
      await heal(world);
    },
  },
  {
    number: 14,
    name: "throttle-storm",
    zh: "每五次调用有一次被限频",
    en: "every fifth call is refused as too frequent",
    holds: "all replicas slow down, and no order fails for it",
    setup: { bills: (asked) => Math.min(asked, 100), limitMs: 300_000 },
    act: async (world) => {
      await world.addFault({ ...PUSH, kind: "rate-refusal", every: 5 });
      await world.untilShare(0.2, 240_000);
      await heal(world);
    },
  },
  {
    number: 14,
    name: "quota-lowered",
    zh: "运行中限额降低",
    en: "the account's limit is lowered to a third while running",
    holds: "as above",
    setup: {
      bills: (asked) => Math.min(asked, 300),
      callsPerMinute: 900,
      environment: { WDT_CALLS_PER_MINUTE: "900" },
      limitMs: 240_000,
    },
    act: async (world) => {
      await world.untilShare(0.3);
      await world.set({ wangdiantong: { callsPerMinute: 300 } });
      world.strike();
      world.mark();
    },
  },
  {
    number: 14,
    name: "quota-shared",
    zh: "另一客户端占用同一限额",
    en: "another client uses up part of the quota",
    holds: "as above",
    setup: {
      bills: (asked) => Math.min(asked, 150),
      callsPerMinute: 300,
      environment: { WDT_CALLS_PER_MINUTE: "300" },
      limitMs: 240_000,
    },
    act: async (world) => {
      const stop = callAsAnother(world, 150);
      await world.untilShare(0.5, 200_000);
      stop();
      world.strike();
      world.mark();
    },
  },
];

async function untilSwept(world: World): Promise<void> {
  const lastSweep = async (): Promise<number> =>
    Math.max(0, ...(await world.ledger.progress.read()).sweeps.map(({ atMs }) => atMs));
  const before = await lastSweep();
  await until("a sweep has ended", async () => (await lastSweep()) > before, 120_000);
}

/** Another program with the same account: its calls count, whatever they ask. */
function callAsAnother(world: World, atOnce: number): () => void {
  const call = (): void => {
    fetch(`${world.sandbox.wangdiantongUrl}warehouse_query.php`, { method: "POST", body: "sid=another" })
      .then(async (answer) => answer.body?.cancel())
      .catch(() => undefined);
  };
  for (let each = 0; each < atOnce; each += 1) call();
  const timer = setInterval(call, 1_000);
  return () => clearInterval(timer);
}
