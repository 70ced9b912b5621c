import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Scheme } from "@billferry/scheme";

import { toldStoryOf, type ToldStory } from "./core/bill-story.ts";

/** What a bill was made of, as long as it is kept (`STORY_DAYS`): its rows, its orders, the rule behind each value. */
export async function readStory(
  redis: RedisConnection,
  scheme: Scheme,
  { billId, seesPersonal }: { readonly billId: string; readonly seesPersonal: boolean },
): Promise<(ToldStory & { readonly restMs: number }) | undefined> {
  const kept = await new Ledger(redis, scheme.definition.name).stories.find(billId);
  return kept === undefined ? undefined : { ...toldStoryOf(kept.story, scheme, { seesPersonal }), restMs: kept.restMs };
}
