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

export const readNowAnswer = z
  .object({
    asOf,
    outcome: z.enum(["done", "failed", "late"]).describe("late: it goes on by itself"),
    text: z.string(),
  })
  .meta({ id: "ReadNowAnswer" });
