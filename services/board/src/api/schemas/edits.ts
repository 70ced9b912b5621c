import { orderChange } from "@billferry/contracts";
import { z } from "zod";

import { asOf, many, requestId, schemeName } from "./common.ts";

export const orderParams = z.object({ number: z.string().min(1).max(500).describe("`outer_no`, whole") });

export const editableQuery = z.object({ scheme: schemeName });

const MOST_CHANGES = 200;

const change = orderChange
  .extend({
    place: orderChange.shape.place.describe("`logistics_code`, `detail_list[0].batch_no`"),
    value: orderChange.shape.value.describe("Empty: the parameter is left out"),
  })
  .meta({ id: "OrderChange" });

const edit = z
  .object({ by: z.string(), note: z.string(), atMs: z.number(), changes: many(change) })
  .meta({ id: "OrderEdit" })
  .describe("What a person has changed of this very content");

export const editableAnswer = z
  .object({
    asOf,
    outerNo: z.string(),
    seen: z.string().describe("Names what is shown; an edit is bound to it"),
    places: many(z.object({ place: z.string(), label: z.string(), value: z.string() })).describe(
      "What may be changed, as the mapping makes it; what the reader may not see is covered",
    ),
    edit: edit.nullable(),
  })
  .meta({ id: "EditableOrder" });

export const editBody = z
  .object({
    scheme: schemeName,
    seen: z.string().min(1).max(100),
    changes: z
      .array(change)
      .max(MOST_CHANGES)
      .describe("In the place of an earlier edit, a covered value as it stands; none takes it back"),
    reason: z.string().trim().min(1).max(500),
    requestId,
  })
  .meta({ id: "EditRequest" });

export const editAnswer = z
  .object({
    asOf,
    outerNo: z.string(),
    billNo: z.string(),
    isHeldBack: z.boolean().describe("Its bill is held back: it goes once that is released, else at once"),
  })
  .meta({ id: "EditAnswer" });
