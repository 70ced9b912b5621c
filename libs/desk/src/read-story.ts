import { loadJob, type TargetOrder } from "@billferry/contracts";
import { Ledger, type BillStory } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import type { Scheme } from "@billferry/scheme";

import { toldAttemptsOf, toldStoryOf, type ToldAttempt, type ToldStory } from "./core/bill-story.ts";

interface Wanted {
  readonly billId: string;
  readonly seesPersonal: boolean;
}

type Edits = Awaited<ReturnType<Ledger["orders"]["findEdits"]>>;

/** The term that `STORY_DAYS` can say at most; a bill is not looked for further back than it is known. */
const LONGEST_DAYS = 365;
const DAY_MS = 86_400_000;

/** What a bill was made of and what Wangdiantong answered, as long as it is kept (`STORY_DAYS`): its rows, its orders,
 *  the rule behind each value, and each attempt's push. */
export async function readStory(
  redis: RedisConnection,
  scheme: Scheme,
  wanted: Wanted,
): Promise<{
  readonly story: (ToldStory & { readonly restMs: number }) | undefined;
  readonly attempts: readonly ToldAttempt[];
}> {
  const ledger = new Ledger(redis, scheme.definition.name);
  const kept = await ledger.stories.find(wanted.billId);
  const edits = await ledger.orders.findEdits(kept?.story.orders.map(({ order }) => order.outer_no) ?? []);
  const attempts = await readAttempts({ redis, ledger, scheme, edits }, wanted, kept?.story);
  if (kept === undefined) return { story: undefined, attempts };
  return { story: { ...toldStoryOf(kept.story, { scheme, edits }, wanted), restMs: kept.restMs }, attempts };
}

async function readAttempts(
  { redis, ledger, scheme, edits }: { redis: RedisConnection; ledger: Ledger; scheme: Scheme; edits: Edits },
  wanted: Wanted,
  story: BillStory | undefined,
): Promise<readonly ToldAttempt[]> {
  const bill = await ledger.bills.find(wanted.billId);
  const orders = await ledger.orders.findMany(bill?.orders ?? []);
  const corrections = orders.flatMap((order) => order.corrections);
  const nowMs = await redisNowMs(redis);
  const days = Math.min(LONGEST_DAYS, Math.ceil((nowMs - (bill?.readAtMs ?? nowMs)) / DAY_MS));
  const outerNos = [...orders.map(({ outerNo }) => outerNo), ...corrections];
  const answers = await ledger.answers.find(outerNos, { nowMs, days });
  const decided = await Promise.all(corrections.map(async (outerNo) => readDecided(ledger, outerNo)));
  return toldAttemptsOf(answers, { story, decided: decided.flat(), scheme, edits }, wanted);
}

/** What a person had pushed, which no reading brings back. */
async function readDecided({ cases }: Pick<Ledger, "cases">, outerNo: string): Promise<readonly TargetOrder[]> {
  const kept = loadJob.safeParse(JSON.parse((await cases.keptCorrection(outerNo)) ?? "null"));
  return kept.success ? [kept.data.order] : [];
}
