import { draftView, draftWanted } from "@billferry/contracts";
import { z } from "zod";

import { asOf, requestId, schemeName } from "./common.ts";

const errandId = z.string().min(1).max(250);

export const draftBody = z
  .object({ fields: errandId.describe("The errand that told the form's fields"), ...draftWanted })
  .meta({ id: "DraftRequest" });

export const draftAnswer = z.object({ asOf, draft: draftView.meta({ id: "DraftView" }) }).meta({ id: "DraftAnswer" });

export const saveSchemeBody = z
  .object({ draft: errandId.describe("The errand that drafted and tried it"), requestId })
  .meta({ id: "SaveSchemeRequest" });

export const savedSchemeAnswer = z
  .object({
    asOf,
    kind: z.enum(["saved", "read-only"]).describe("read-only: nobody but a person can put the file there"),
    scheme: schemeName,
    path: z.string().describe("Where the file is, or is to be put"),
    text: z.string().describe("What the file says"),
    schemes: z.string().describe("What SCHEMES is to be, for it to run beside those that run"),
  })
  .meta({ id: "SavedScheme" });
