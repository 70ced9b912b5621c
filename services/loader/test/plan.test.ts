import fc from "fast-check";
import { expect, test } from "vitest";

import { describeDifference } from "../src/core/compare.ts";
import { learn, planLoad, type Knowledge, type Lesson } from "../src/core/plan.ts";

/** A Wangdiantong that answers, loses its answer after the effect, dies before the effect, or answers a look-up or not. */
type Mood = "answers" | "loses-answer" | "dies-before" | "hides-orders";

class Target {
  readonly orders: string[] = [];

  push(key: string, mood: Mood): Lesson | "no-answer" {
    if (mood === "dies-before") return "no-answer";
    const isThere = this.orders.includes(key);
    if (!isThere) this.orders.push(key);
    if (mood === "loses-answer") return "no-answer";
    return isThere ? { kind: "duplicate", stockoutNo: null } : { kind: "created", stockoutNo: "CK1" };
  }

  lookUp(key: string, mood: Mood): Lesson {
    if (mood !== "answers") return { kind: "look-up-unavailable" };
    return this.orders.includes(key) ? { kind: "found", stockoutNo: "CK1", difference: null } : { kind: "not-found" };
  }
}

test("whatever answers are lost and however often the job is taken up again: one order, and no acknowledged job without it", () => {
  const moods = fc.array(fc.constantFrom<Mood>("answers", "loses-answer", "dies-before", "hides-orders"), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(moods, (script) => {
      const target = new Target();
      let knowledge: Knowledge = { kind: "unknown", earlierPushes: 0 };
      let isAcknowledged = false;
      for (const mood of script) {
        const step = planLoad(knowledge);
        if (step.kind === "push") {
          const lesson = target.push("X1", mood);
          // No answer ends the attempt; the next one starts from knowing nothing.
          knowledge = lesson === "no-answer" ? { kind: "unknown", earlierPushes: 1 } : learn(knowledge, lesson);
        } else if (step.kind === "look-up") knowledge = learn(knowledge, target.lookUp("X1", mood));
        else if (step.kind === "accept") isAcknowledged = true;
        expect(target.orders.length).toBeLessThanOrEqual(1);
        if (isAcknowledged) expect(target.orders).toEqual(["X1"]);
      }
    }),
  );
});

test("a repeat after a lost answer is looked up, a first push that meets an older order is not", () => {
  const refused = { kind: "duplicate", stockoutNo: null } as const;
  expect(planLoad(learn({ kind: "unknown", earlierPushes: 1 }, refused))).toEqual({ kind: "look-up" });
  expect(planLoad(learn({ kind: "unknown", earlierPushes: 0 }, refused))).toEqual({
    kind: "accept",
    stockoutNo: null,
    proof: "duplicate",
  });
});

test("an order that is there with other content is a conflict for a person", () => {
  const knowledge = learn(
    { kind: "refused-as-duplicate", stockoutNo: null, isAfterLostAnswer: true },
    { kind: "found", stockoutNo: "CK1", difference: "A 数量 1 ≠ 2" },
  );
  expect(planLoad(knowledge)).toEqual({ kind: "conflict", difference: "A 数量 1 ≠ 2" });
});

test("a look-up that shows nothing does not take back the proof of the duplicate refusal", () => {
  const knowledge = learn(
    { kind: "refused-as-duplicate", stockoutNo: "CK7", isAfterLostAnswer: true },
    { kind: "not-found" },
  );
  expect(planLoad(knowledge)).toEqual({ kind: "accept", stockoutNo: "CK7", proof: "duplicate" });
});

const wanted = {
  outer_no: "X1-CK1",
  warehouse_no: "CK1",
  detail_list: [
    { spec_no: "A", num: "1.5" as never, batch_no: "L1" },
    { spec_no: "A", num: "1.5" as never, batch_no: "L2" },
  ],
};
const found = { status: "110", warehouseNo: "CK1", details: [{ specNo: "A", goodsCount: "3.0000" }] };

test("equal quantities in another spelling and another split are the same order", () => {
  expect(describeDifference(wanted, found)).toBeNull();
});

test.each([
  ["another warehouse", { ...found, warehouseNo: "CK2" }, "仓库 CK1 ≠ CK2"],
  ["another quantity", { ...found, details: [{ specNo: "A", goodsCount: "2" }] }, "A 数量 3 ≠ 2"],
  ["a further SKU", { ...found, details: [...found.details, { specNo: "B", goodsCount: "1" }] }, "B 数量 0 ≠ 1"],
  ["a cancellation", { ...found, status: "5" }, "该单据已在旺店通取消"],
])("%s is named", (_case, other, difference) => {
  expect(describeDifference(wanted, other)).toBe(difference);
});
