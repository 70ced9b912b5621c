import { listActs, readKnownHead, walkActs, type AuditFilter, type RecordedAct } from "@billferry/audit";
import { ACTS, VIAS, type ActName } from "@billferry/audit/acts";
import { formatKingdeeTime, parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
import { redisNowMs } from "@billferry/redis";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";

import { coverText } from "../core/cover-text.ts";
import { readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { mayPass } from "../core/roles.ts";
import { tellText } from "../core/told-text.ts";
import { exportAnswers, exportRows, type ExportColumn } from "../export/export-rows.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { auditAnswer, auditExportQuery, auditQuery } from "./schemas/audit.ts";
import { answers } from "./schemas/common.ts";

const DAY_MS = 86_400_000;

/** What people have done, from the record. */
export function addAuditRoutes(server: ApiServer, { redis, audit, language }: ApiContext): void {
  server.get(
    "/audit",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["audit"],
        summary: "What people have done, the newest first",
        querystring: auditQuery,
        response: answers(auditAnswer),
      },
    },
    async ({ query, person, headers }) => {
      const reader = readLanguage(headers["accept-language"], language);
      const { cursor: after, limit } = query;
      const page = await listActs({ redis, folder: audit.folder, filter: toFilter(query), after, limit });
      return {
        asOf: await redisNowMs(redis),
        items: page.items.map((act) => inWords(coverFor(person, act), reader)),
        next: page.next,
        head: (await readKnownHead(redis)) ?? null,
        trouble: tellText(audit.trouble() ?? "", reader) || null,
      };
    },
  );
  server.get(
    "/audit/export",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["audit"],
        summary: "The same as a file, the oldest first",
        querystring: auditExportQuery,
        response: exportAnswers,
      },
    },
    async ({ query, person }, reply) => {
      const rows = coverEach(person, walkActs({ folder: audit.folder, filter: toFilter(query) }));
      const asOfMs = await redisNowMs(redis);
      return exportRows(reply, { name: "audit", asOfMs, query, language, columns: COLUMNS, rows });
    },
  );
}

type Asked = Pick<z.infer<typeof auditQuery>, "by" | "act" | "via" | "scheme" | "bill" | "from" | "to">;

function toFilter({ bill, from, to, by, act, via, scheme }: Asked): AuditFilter {
  const number = bill?.trim();
  return {
    by: by || undefined,
    act,
    via,
    scheme,
    subjects: number ? [number, `order:${number}`] : undefined,
    fromMs: startOf(from),
    toMs: to === undefined ? undefined : (startOf(to) ?? 0) + DAY_MS,
  };
}

function startOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : parseKingdeeTime(day, SHANGHAI);
}

/** What somebody wrote as a reason may name a receiver. */
function coverFor(person: FastifyRequest["person"], act: RecordedAct): RecordedAct {
  if (act.reason === undefined || mayPass(person?.role, "operator")) return act;
  return { ...act, reason: coverText(act.reason) };
}

/** Why it failed, and who stands for a board without users, are words of ours; the reason is a person's own. */
function inWords({ error, ...act }: RecordedAct, reader: ReaderLanguage): RecordedAct {
  const told = { ...act, by: tellText(act.by, reader) };
  return error === undefined ? told : { ...told, error: tellText(error, reader) };
}

async function* coverEach(person: FastifyRequest["person"], acts: AsyncIterable<RecordedAct>) {
  for await (const act of acts) yield coverFor(person, act);
}

const RESULTS = {
  done: { zh: "已完成", en: "Done" },
  failed: { zh: "未成功", en: "Failed" },
  unknown: { zh: "结果未知", en: "Unknown" },
} as const;

const said = (text: string, language: "zh" | "en"): string => (language === "en" ? inEnglish(text) : text);

const COLUMNS: readonly ExportColumn<RecordedAct>[] = [
  { title: { zh: "编号", en: "No." }, cell: ({ seq }) => seq },
  { title: { zh: "时间(+08:00)", en: "Time (+08:00)" }, cell: ({ atMs }) => formatKingdeeTime(atMs, SHANGHAI) },
  { title: { zh: "操作人", en: "Person" }, cell: ({ by }) => by },
  { title: { zh: "角色", en: "Role" }, cell: ({ role }) => role },
  { title: { zh: "途径", en: "Way" }, cell: ({ via }, language) => VIAS[via][language] },
  { title: { zh: "操作", en: "Act" }, cell: ({ act }, language) => ACTS[act as ActName]?.[language] ?? act },
  { title: { zh: "方案", en: "Scheme" }, cell: ({ scheme }) => scheme },
  { title: { zh: "对象", en: "About" }, cell: ({ subjects, more = 0 }) => listSubjects(subjects, more) },
  { title: { zh: "说明", en: "Reason" }, cell: ({ reason }) => reason },
  { title: { zh: "结果", en: "Result" }, cell: ({ result }, language) => RESULTS[result][language] },
  { title: { zh: "操作前", en: "Before" }, cell: ({ before }) => before && JSON.stringify(before) },
  {
    title: { zh: "操作后", en: "After" },
    cell: ({ after, error }, language) =>
      error === undefined ? after && JSON.stringify(after) : said(error, language),
  },
];

function listSubjects(subjects: RecordedAct["subjects"], more: number): string {
  return [...subjects.map(({ kind, id }) => `${kind} ${id}`), ...(more > 0 ? [`+${more}`] : [])].join("; ");
}
