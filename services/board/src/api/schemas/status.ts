import { z } from "zod";

import { asOf, many, pausableStage, schemeName, shownState, stageName } from "./common.ts";

const pause = z.object({ by: z.string(), note: z.string(), atMs: z.number() });

const stageStatus = z
  .object({
    waiting: z.number(),
    active: z.number(),
    delayed: z.number(),
    failed: z.number(),
    paused: z.boolean(),
    pause: pause.nullable().describe("Who paused it; null where it runs, or was paused in Bull Board"),
    workers: z.number().nullable().describe("Processes; null where Redis does not tell"),
  })
  .meta({ id: "StageStatus" });

const calls = z.object({
  lastMinute: z.number(),
  byPurpose: z.object({
    urgent: z.number(),
    work: z.number(),
    "look-up": z.number(),
    inventory: z.number(),
    errand: z.number(),
    background: z.number(),
  }),
});

const sweep = z.object({
  name: z.string(),
  atMs: z.number(),
  bills: z.number(),
  fresh: z.number(),
  changed: z.number(),
  withdrawn: z.number(),
  revived: z.number(),
});

const replicas = z
  .object({ extract: z.number().nullable(), transform: z.number().nullable(), load: z.number().nullable() })
  .describe("Running processes; null where Redis does not tell");

const schemeStatus = z
  .object({
    scheme: schemeName,
    name: z.string().describe("For people"),
    idle: z.boolean(),
    nothingLeft: z.boolean(),
    readUpTo: z.string().nullable().describe("Kingdee time, +08:00"),
    bills: z.number(),
    excluded: z.number(),
    withdrawn: z.number(),
    delivered: z.number(),
    held: z.number(),
    open: z.number(),
    oldestOpenSeconds: z.number().nullable(),
    foreignDuplicates: z.number(),
    doubts: z.object({ content: z.number(), life: z.number(), presence: z.number() }),
    unclaimed: z.number(),
    sweeps: many(sweep),
    replicas,
    queues: z.object({ extract: stageStatus, sweep: stageStatus, transform: stageStatus, load: stageStatus }),
    calls: calls.nullable(),
    reasons: many(z.string()).describe("One line for whatever does not move"),
    lastReadSecondsAgo: z.number().nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: "SchemeStatus" });

export const statusAnswer = z.object({ asOf, schemes: many(schemeStatus) }).meta({ id: "StatusAnswer" });

/** The button that helps. */
const action = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("resume"), stage: pausableStage }),
    z.object({ kind: z.literal("retry"), stage: stageName }),
    z.object({ kind: z.literal("jobs"), stage: stageName }),
    z.object({ kind: z.literal("cases") }),
    z.object({ kind: z.literal("read") }),
  ])
  .meta({ id: "ReasonAction" });

const reason = z
  .object({
    scheme: schemeName,
    kind: z.string(),
    text: z.string().describe("In Chinese"),
    textEn: z.string().describe("In English"),
    action: action.nullable(),
  })
  .meta({ id: "Reason" })
  .describe("One line for whatever does not move, and the button that helps");

export const overview = z
  .object({
    asOf,
    oldest: z
      .object({ scheme: schemeName, billNo: z.string(), sinceMs: z.number(), state: shownState })
      .nullable()
      .describe("The bill that has waited longest for its delivery, held ones included"),
    cases: z.number().describe("What waits for a person, of all schemes"),
    today: z.record(shownState, z.number()).describe("Bills approved today by Kingdee's calendar"),
    quota: z
      .object({
        used: z.number().describe("Calls of the last minute, of all accounts together"),
        limit: z.number().nullable().describe("Null until a call was made"),
        refused: z.number().describe("Answers that it was too frequent, in a row"),
        emptyAtMs: z
          .number()
          .nullable()
          .describe("When what waits will be done at this rate; null where it does not move"),
      })
      .nullable(),
    reasons: many(reason),
    stages: many(
      z.object({
        scheme: schemeName,
        stage: stageName,
        waiting: z.number(),
        active: z.number(),
        delayed: z.number(),
        failed: z.number(),
        paused: z.boolean(),
        pause: pause.nullable(),
        replicas: z.number().nullable(),
      }),
    ),
    flow: many(z.object({ minuteMs: z.number(), arrived: z.number(), delivered: z.number() })).describe(
      "Orders a minute over the last hour, the oldest first",
    ),
  })
  .meta({ id: "Overview" });
