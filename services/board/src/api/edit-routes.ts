import { editHeldOrder, readEditableOrder, type EditOutcome } from "@billferry/desk/edit-order";
import { redisNowMs } from "@billferry/redis";
import type { Scheme } from "@billferry/scheme";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";

import { personName } from "../core/person-name.ts";
import { Problem } from "../core/problems.ts";
import { mayPass } from "../core/roles.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { answers } from "./schemas/common.ts";
import { editableAnswer, editableQuery, editAnswer, editBody, orderParams } from "./schemas/edits.ts";

type EditAnswer = z.infer<typeof editAnswer>;

/** What an order that waits for a person says beside what it moves is changed by hand. */
export function addEditRoutes(server: ApiServer, context: ApiContext): void {
  const schemeOf = (name: string): Scheme => {
    const scheme = context.schemeOf(name);
    if (scheme === undefined) throw new Problem("SCHEME_UNKNOWN", { what: name });
    return scheme;
  };
  const looking = {
    tags: ["bills"],
    summary: "What of an order may be changed by hand",
    params: orderParams,
    querystring: editableQuery,
    response: answers(editableAnswer),
  };
  server.get("/orders/:number/editable", { config: { access: "operator" }, schema: looking }, async (asked) => {
    const { number: outerNo } = asked.params;
    const wanted = { outerNo, seesPersonal: seesPersonal(asked) };
    const found = await readEditableOrder(context.redis, schemeOf(asked.query.scheme), wanted);
    if (found === "unknown") throw new Problem("BILL_NOT_FOUND", { what: outerNo });
    if (found === "content-gone") throw new Problem("EDIT_CONTENT_GONE", { what: outerNo });
    return { asOf: await redisNowMs(context.redis), ...found };
  });
  const editing = {
    tags: ["bills"],
    summary: "Changes what an order says beside what it moves, and has it tried again",
    params: orderParams,
    body: editBody,
    response: answers(editAnswer),
  };
  server.post(
    "/orders/:number/edit",
    { config: { access: "operator", act: "edit-order" }, schema: editing },
    async (asked) => {
      const { params, body, person } = asked;
      const { number: outerNo } = params;
      const { seen, changes, reason: note } = body;
      const scheme = schemeOf(body.scheme);
      const deed = {
        request: asked,
        scheme: body.scheme,
        reason: note,
        subjects: [{ kind: "order", id: outerNo } as const],
        // Values may name a person: the places stand on record, the values in the bill's story.
        after: ({ isHeldBack }: EditAnswer) => ({ places: changes.map(({ place }) => place), isHeldBack }),
        form: { ...body, ...params },
      };
      return perform(context, deed, async () => {
        const edit = { outerNo, seen, changes, by: personName(person), note, seesPersonal: seesPersonal(asked) };
        const outcome = await editHeldOrder(context.redis, context.log, scheme, edit);
        if (outcome.kind !== "edited") throw toProblem(outcome, outerNo);
        const { billNo, isHeldBack } = outcome;
        return { asOf: await redisNowMs(context.redis), outerNo, billNo, isHeldBack };
      });
    },
  );
}

function seesPersonal({ person }: FastifyRequest): boolean {
  return mayPass(person?.role, "admin");
}

function toProblem(outcome: Exclude<EditOutcome, { readonly kind: "edited" }>, what: string): Problem {
  switch (outcome.kind) {
    case "unknown":
      return new Problem("BILL_NOT_FOUND", { what });
    case "content-gone":
      return new Problem("EDIT_CONTENT_GONE", { what });
    case "changed":
      return new Problem("CASE_CHANGED", { what });
    case "delivered":
      return new Problem("EDIT_DELIVERED", { what });
    case "on-its-way":
      return new Problem("EDIT_TOO_LATE", { what });
    case "refused":
      return outcome.why === "form"
        ? new Problem("EDIT_VALUE_REFUSED", { what: outcome.place, why: outcome.text })
        : new Problem("EDIT_PLACE_FIXED", { what: outcome.place });
  }
}
