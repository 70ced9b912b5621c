import { z } from "zod";

import { asOf, many, pausableStage, requestId, schemeName } from "./common.ts";

export const pauseBody = z
  .object({ scheme: schemeName, stage: pausableStage, reason: z.string().trim().min(1).max(500), requestId })
  .meta({ id: "PauseRequest" });

export const resumeBody = z
  .object({ scheme: schemeName, stage: pausableStage, reason: z.string().trim().max(500).optional(), requestId })
  .meta({ id: "ResumeRequest" });

export const stageAnswer = z
  .object({
    asOf,
    stages: many(
      z.object({
        stage: pausableStage,
        isChanged: z.boolean().describe("False where it was so already"),
        pause: z
          .object({ by: z.string(), note: z.string(), atMs: z.number() })
          .nullable()
          .describe("The pause that holds, or that has ended"),
        active: z.number().describe("Jobs still under way; they end by themselves"),
      }),
    ),
  })
  .meta({ id: "StageAnswer" });

export const readNowBody = z.object({ scheme: schemeName, requestId }).meta({ id: "ReadNowRequest" });

export const syncBody = z
  .strictObject({
    scheme: schemeName.optional().describe("Left out: all that run"),
    numbers: z
      .array(z.string().trim().min(1).max(100))
      .max(100)
      .optional()
      .describe("Just these bills, before all others; left out: what was approved since the last reading"),
    requestId: requestId.optional().describe("Of a caller that may repeat itself: the same one is one act (for a day)"),
  })
  .meta({ id: "SyncRequest" });

export const syncAnswer = z
  .object({
    asOf,
    schemes: many(
      z.object({
        scheme: schemeName,
        workers: z.number().describe("Processes that read; 0: the work waits until one is started"),
      }),
    ),
  })
  .meta({ id: "SyncAnswer" });

export const readNowAnswer = z
  .object({
    asOf,
    outcome: z.enum(["done", "failed", "late"]).describe("late: it goes on by itself"),
    text: z.string(),
  })
  .meta({ id: "ReadNowAnswer" });
