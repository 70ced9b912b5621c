import { expect, test } from "vitest";

import { tellStory } from "../src/core/story.ts";

test("a story tells in order what the ledger wrote down and what its records tell by their times", () => {
  const story = tellStory({
    bills: [{ readAtMs: 100, revision: 2 }],
    orders: [
      { outerNo: "X-CK01", firstPushAtMs: 200, deliveredAtMs: 300, stockoutNo: "CK1" },
      { outerNo: "X-CK02", firstPushAtMs: null, deliveredAtMs: null, stockoutNo: null },
    ],
    history: [{ atMs: 250, text: "WDT_SKU_UNKNOWN", outerNo: "X-CK02" }],
  });
  expect(story.map(({ atMs, kind, outerNo }) => [atMs, kind, outerNo])).toEqual([
    [100, "read", undefined],
    [200, "first-push", "X-CK01"],
    [250, "event", "X-CK02"],
    [300, "delivered", "X-CK01"],
  ]);
});
