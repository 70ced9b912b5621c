import { draftResult, fieldsResult, isDraftSound, type Errand } from "@billferry/contracts";
import { describeDraft } from "@billferry/desk";
import { openErrands, type Errands, type ErrandView } from "@billferry/errands";
import { redisNowMs } from "@billferry/redis";
import { checkDraft, saveScheme } from "@billferry/scheme";

import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { tellResult } from "../core/told-errand.ts";
import { tellText } from "../core/told-text.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { answers } from "./schemas/common.ts";
import { draftAnswer, draftBody, saveSchemeBody, savedSchemeAnswer } from "./schemas/drafts.ts";

const TAGS = ["schemes"];

/**
 * A new scheme on its way to a file. A clerk tells the form's fields; from them it is drafted here as often as a person
 * chooses otherwise; a clerk tries it; and what he tried, and nothing that somebody sends, is what is saved.
 */
export function addDraftRoutes(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  const errands = openErrands(redis, log);
  server.addHook("onClose", async () => errands.close());
  server.post(
    "/schemes/draft",
    {
      config: { access: "operator", act: null },
      schema: {
        tags: TAGS,
        summary: "What a scheme would be for these fields and choices; nothing is saved",
        body: draftBody,
        response: answers(draftAnswer),
      },
    },
    async ({ body: { fields, ...wanted }, headers }) => {
      const { result } = await findDone(context, errands, { id: fields, kind: "list-fields" });
      const { accounts, ...info } = fieldsResult.parse(result);
      const draft = describeDraft(context.tables, info, { ...wanted, accounts, others: context.schemes });
      const reader = readLanguage(headers["accept-language"], context.language);
      return { asOf: await redisNowMs(redis), ...tellResult({ draft }, reader) };
    },
  );
  addSaving(server, context, errands);
}

function addSaving(server: ApiServer, context: ApiContext, errands: Errands): void {
  const { redis } = context;
  server.post(
    "/schemes",
    {
      config: { access: "admin", act: "save-scheme" },
      schema: {
        tags: TAGS,
        summary: "Saves a drafted scheme that was tried as a new file; one that is there is never written over",
        body: saveSchemeBody,
        response: answers(savedSchemeAnswer),
      },
    },
    async (asked) => {
      const { errand, result } = await findDone(context, errands, { id: asked.body.draft, kind: "draft-scheme" });
      const { name, form, target } = errand as Extract<Errand, { readonly kind: "draft-scheme" }>;
      const about = { request: asked, subjects: [{ kind: "scheme", id: name } as const] };
      const reader = readLanguage(asked.headers["accept-language"], context.language);
      return perform(context, { ...about, before: async () => ({ form, target }), after: tellSaved }, async () =>
        save(context, { name, draft: draftResult.parse(result).draft, asOf: await redisNowMs(redis), reader }),
      );
    },
  );
}

interface Saving {
  readonly name: string;
  readonly draft: Parameters<typeof isDraftSound>[0];
  readonly asOf: number;
  readonly reader: ReaderLanguage;
}

/** Other files may have changed since it was tried: whether it fits beside them is asked again. */
function save({ tables, schemes: running }: ApiContext, { name, draft, asOf, reader }: Saving) {
  const { text } = draft;
  const errors = checkDraft(tables, { name, text, others: running }).filter(({ severity }) => severity === "error");
  if (!isDraftSound({ ...draft, isTaken: false }) || errors.length > 0) {
    const why = errors.map(({ text: what }) => tellText(what, reader)).join("; ");
    throw new Problem("SCHEME_UNSOUND", { what: name, why });
  }
  const saved = saveScheme(tables, name, text);
  if (saved.kind === "exists") throw new Problem("SCHEME_TAKEN", { what: name, path: saved.path });
  const schemes = [...new Set([...running, name])].join(",");
  return { asOf, kind: saved.kind, scheme: name, path: saved.path, text, schemes };
}

function tellSaved({ kind, path }: { readonly kind: string; readonly path: string }) {
  return { outcome: kind, path };
}

interface Wanted {
  readonly id: string;
  readonly kind: Errand["kind"];
}

/** An errand of this kind that came to something. */
async function findDone({ schemes }: ApiContext, errands: Errands, { id, kind }: Wanted): Promise<ErrandView> {
  const found = await errands.find(id);
  const isOne = found !== undefined && found.errand.kind === kind && schemes.includes(found.errand.scheme);
  if (!isOne || found.state !== "done") throw new Problem("ERRAND_GONE");
  return found;
}
