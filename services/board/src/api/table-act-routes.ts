import type { ActName } from "@billferry/audit";
import { redisNowMs } from "@billferry/redis";
import {
  columnsOf,
  decideHandEdit,
  editRows,
  handBack,
  keepContent,
  readVersion,
  rowOf,
  takeOver,
  type TableContent,
  type VersionAuthor,
} from "@billferry/tables";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";

import { personName } from "../core/person-name.ts";
import { Problem } from "../core/problems.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { answers } from "./schemas/common.ts";
import { editBody, fillBody, handEditBody, keeperAnswer, keeperBody, savedAnswer, undoBody } from "./schemas/tables.ts";
import {
  editableTable,
  exclusively,
  placeOfTables,
  refuseFlaws,
  toRefusal,
  type KeptByConsole,
} from "./table-access.ts";

type Saved = z.infer<typeof savedAnswer>;

const TAGS = ["tables"];
const operator = (act: ActName) => ({ access: "operator", act }) as const;
const admin = (act: ActName) => ({ access: "admin", act }) as const;

/** What a person does with code tables. */
export function addTableActs(server: ApiServer, context: ApiContext): void {
  addKeeperActs(server, context);
  addEditActs(server, context);
  addHandEditAct(server, context);
}

function addKeeperActs(server: ApiServer, context: ApiContext): void {
  const place = () => placeOfTables(context);
  server.post(
    "/tables/take-over",
    {
      config: admin("take-over-tables"),
      schema: {
        tags: TAGS,
        summary: "The console keeps the tables",
        body: keeperBody,
        response: answers(keeperAnswer),
      },
    },
    async (asked) =>
      perform(context, { request: asked, reason: asked.body.reason, subjects: ALL, after: tellFiles }, async () => {
        const author = await authorOf(context, asked);
        const taken = await exclusively(context, async () => takeOver(place(), author));
        if (taken.kind === "refused") throw toRefusal(joinProblems(taken.problems));
        return { asOf: author.atMs, keeper: "console" as const, files: taken.files };
      }),
  );
  server.post(
    "/tables/hand-back",
    {
      config: admin("hand-back-tables"),
      schema: { tags: TAGS, summary: "The files keep the tables", body: keeperBody, response: answers(keeperAnswer) },
    },
    async (asked) =>
      perform(context, { request: asked, reason: asked.body.reason, subjects: ALL, after: tellFiles }, async () => {
        const author = await authorOf(context, asked);
        const back = await exclusively(context, async () => handBack(place(), author));
        if (back.kind === "not-writable") throw new Problem("TABLES_STUCK", { what: back.files.join(", ") });
        return { asOf: author.atMs, keeper: "files" as const, files: back.files };
      }),
  );
}

const ALL = [{ kind: "installation", id: "tables" }] as const;
const tellFiles = ({ files }: { readonly files: readonly string[] }) => ({ files });

function addEditActs(server: ApiServer, context: ApiContext): void {
  server.post(
    "/tables/edit",
    {
      config: operator("edit-table"),
      schema: { tags: TAGS, summary: "Sets rows and takes some out", body: editBody, response: answers(savedAnswer) },
    },
    async (asked) =>
      save(
        context,
        { request: asked, act: "edit", tell: ({ set, remove }) => ({ set: set.length, removed: remove.length }) },
        (table) => edit(table, asked.body),
      ),
  );
  server.post(
    "/tables/undo",
    {
      config: operator("undo-table"),
      schema: { tags: TAGS, summary: "Brings an earlier version back", body: undoBody, response: answers(savedAnswer) },
    },
    async (asked) =>
      save(context, { request: asked, act: "undo", tell: ({ to }) => ({ to }) }, async (table) => {
        const { file, to } = asked.body;
        const content = await readVersion(placeOfTables(context), table, to);
        if (content === undefined) throw new Problem("TABLE_UNKNOWN", { what: `${file} #${to}` });
        return content;
      }),
  );
  server.post(
    "/gaps/fill",
    {
      config: operator("fill-gap"),
      schema: {
        tags: ["gaps"],
        summary: "Gives missing codes their rows; the bills that waited for nothing else leave by themselves",
        body: fillBody,
        response: answers(savedAnswer),
      },
    },
    async (asked) =>
      save(
        context,
        { request: asked, act: "edit", tell: ({ fills }) => ({ codes: fills.map(({ code }) => code) }) },
        (table) => {
          const { head } = table.content;
          const set = asked.body.fills.map((fill) => ({
            cells: rowOf(table.kind, head, toValues(table.kind, fill)),
          }));
          return edit(table, { set, remove: [] });
        },
      ),
  );
}

/** A unit is missing as "unit" or "item/unit". */
function toValues(kind: KeptByConsole["kind"], { code, value }: { code: string; value: string }): readonly string[] {
  if (kind === "codes") return [code, value];
  const at = code.lastIndexOf("/");
  return at < 0 ? ["*", code, value] : [code.slice(0, at), code.slice(at + 1), value];
}

function edit(
  table: KeptByConsole,
  edits: { set: { key?: string | undefined; cells: readonly string[] }[]; remove: readonly string[] },
) {
  const { kind, content } = table;
  const width = content.head.length;
  const narrow = edits.set.find(({ cells }) => cells.length !== width);
  if (narrow !== undefined) throw new Problem("REQUEST_INVALID", { what: `cells: ${narrow.cells.length} ≠ ${width}` });
  const set = edits.set.map(({ key, cells }) => ({ key, cells: cells.map((cell) => cell.trim()) }));
  const empty = set.some(({ cells }) => columnsOf(kind, content.head).some((at) => (cells[at] ?? "") === ""));
  if (empty) throw toRefusal({ zh: "编码不能为空", en: "a code is empty" });
  const edited = editRows(kind, content, { set, remove: edits.remove });
  if ("missing" in edited)
    throw toRefusal({ zh: `没有这一行:${edited.missing.join("、")}`, en: `no such row: ${edited.missing.join(", ")}` });
  return edited;
}

const tellSaved = ({ outcome, version }: Saved) => ({ outcome, version });

interface TableAsk {
  readonly file: string;
  readonly base: number;
  readonly reason: string;
}

interface Saving<Body extends TableAsk> {
  readonly request: FastifyRequest & { readonly body: Body };
  readonly act: "edit" | "undo" | "import";
  /** What stands on record of it, besides the versions. */
  readonly tell: (body: Body) => Record<string, number | string | readonly string[]>;
}

/** Makes a content the version that holds, where the table is still the one that the person has seen. */
export async function save<Body extends TableAsk>(
  context: ApiContext,
  { request, act, tell }: Saving<Body>,
  make: (table: KeptByConsole) => TableContent | Promise<TableContent>,
): Promise<Saved> {
  const { file, base, reason } = request.body;
  const deed = {
    request,
    reason,
    subjects: [{ kind: "table", id: file } as const],
    before: async () => ({ version: base, ...tell(request.body) }),
    after: tellSaved,
  };
  return perform(context, deed, async () => {
    const author = await authorOf(context, request);
    return exclusively(context, async () => {
      const table = editableTable(context, { file, base });
      const kept = await keepContent(placeOfTables(context), table, { ...author, act, content: await make(table) });
      if (kept.kind === "refused") throw refuseFlaws(kept.flaws);
      return { asOf: author.atMs, file, outcome: kept.kind, version: kept.number };
    });
  });
}

function addHandEditAct(server: ApiServer, context: ApiContext): void {
  server.post(
    "/tables/hand-edit",
    {
      config: operator("adopt-tables"),
      schema: {
        tags: TAGS,
        summary: "Decides about a file that was edited by hand: a new version, or left aside",
        body: handEditBody,
        response: answers(savedAnswer),
      },
    },
    async (asked) => {
      const { file, reason, decision, place, hash } = asked.body;
      const subjects = [{ kind: "table", id: file } as const];
      const before = async () => ({ decision, place, hash });
      return perform(
        context,
        { request: asked, reason, subjects, before, after: tellSaved },
        async (): Promise<Saved> => {
          const author = await authorOf(context, asked);
          const seen = { file, place, hash, decision };
          const decided = await exclusively(context, async () => decideHandEdit(placeOfTables(context), seen, author));
          if (decided.kind === "changed") throw new Problem("HAND_EDIT_CHANGED", { what: file });
          if (decided.kind === "refused") throw refuseFlaws(decided.flaws);
          const version = decided.kind === "discarded" ? null : decided.number;
          return { asOf: author.atMs, file, outcome: decided.kind, version };
        },
      );
    },
  );
}

async function authorOf(
  { redis }: ApiContext,
  { person, body }: FastifyRequest & { readonly body: { readonly reason: string } },
): Promise<VersionAuthor> {
  return { by: personName(person), reason: body.reason, atMs: await redisNowMs(redis) };
}

function joinProblems(problems: readonly { readonly zh: string; readonly en: string }[]) {
  const shown = problems.slice(0, 3);
  return { zh: shown.map(({ zh }) => zh).join(";"), en: shown.map(({ en }) => en).join("; ") };
}
