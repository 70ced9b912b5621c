import { holdBill, releaseBill, type HoldOutcome } from "@billferry/desk/hold-bill";
import { redisNowMs } from "@billferry/redis";
import type { z } from "zod";

import { personName } from "../core/person-name.ts";
import { Problem } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { billParams, holdAnswer, holdBody } from "./schemas/bills.ts";
import { answers } from "./schemas/common.ts";

type HoldAnswer = z.infer<typeof holdAnswer>;

const WAYS = {
  hold: { act: holdBill, summary: "Holds a bill back: nothing of it is pushed until it is released" },
  release: { act: releaseBill, summary: "Lets a bill go that was held back" },
} as const;

/** A bill that is not delivered yet is held back, and let go. */
export function addHoldRoutes(server: ApiServer, context: ApiContext): void {
  for (const way of ["hold", "release"] as const) {
    const { act, summary } = WAYS[way];
    const schema = { tags: ["bills"], summary, params: billParams, body: holdBody, response: answers(holdAnswer) };
    server.post(`/bills/:number/${way}`, { config: { access: "operator", act: way }, schema }, async (asked) => {
      const { params, body, person } = asked;
      const [scheme = ""] = askedSchemes(context, body.scheme);
      const deed = {
        request: asked,
        scheme,
        reason: body.reason,
        subjects: [{ kind: "bill", id: params.number } as const],
        after: ({ bills }: HoldAnswer) => Object.fromEntries(bills.map(({ billNo, outcome }) => [billNo, outcome])),
        form: { ...body, ...params },
      };
      return perform(context, deed, async () => {
        const request = { scheme, number: params.number, by: personName(person), note: body.reason };
        const outcomes = await act(context.redis, request);
        return { asOf: await redisNowMs(context.redis), bills: outcomes.map((each) => toItem(each, params.number)) };
      });
    });
  }
}

function toItem(outcome: HoldOutcome, number: string): HoldAnswer["bills"][number] {
  if (outcome.kind === "unknown") throw new Problem("BILL_NOT_FOUND", { what: number });
  return {
    billNo: outcome.billNo,
    outcome: outcome.kind,
    pushing: outcome.kind === "held" ? outcome.pushing : [],
    hold: outcome.kind === "unchanged" ? outcome.hold : null,
  };
}
