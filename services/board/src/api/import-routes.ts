import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { INSTALLATION_PREFIX } from "@billferry/contracts";
import { redisNowMs } from "@billferry/redis";
import { planImport, readUpload, type UploadedLine } from "@billferry/tables";

import { Problem, readLanguage } from "../core/problems.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { answers } from "./schemas/common.ts";
import { fileQuery, importBody, savedAnswer, uploadAnswer } from "./schemas/tables.ts";
import { save } from "./table-act-routes.ts";
import { editableTable, readableTable, refuseFlaws } from "./table-access.ts";
import { countsOf, firstOf } from "./table-routes.ts";

/** A table of 200 000 rows is below. */
const LARGEST_FILE = 8_000_000;
const KEPT_S = 3_600;
const FLAWS_SHOWN = 200;
const TAGS = ["tables"];

/** An upload: first what it would change and what is wrong with it; once a person has seen that, the import. */
export async function addImportRoutes(server: ApiServer, context: ApiContext): Promise<void> {
  // Files are taken here alone, and by a type that no form of another site can send.
  await server.register(async (room: ApiServer) => {
    room.addContentTypeParser(
      "application/octet-stream",
      { parseAs: "buffer", bodyLimit: LARGEST_FILE },
      (_request, body, done) => done(null, body),
    );
    addUpload(room, context);
  });
  addImport(server, context);
}

function addUpload(server: ApiServer, context: ApiContext): void {
  server.post(
    "/tables/upload",
    {
      // Nothing is done yet, so nothing stands on record.
      config: { access: "operator", act: null },
      schema: {
        tags: TAGS,
        summary: "What a file (.xlsx or CSV, as application/octet-stream) would change in a table",
        querystring: fileQuery,
        response: answers(uploadAnswer),
      },
    },
    async ({ query: { file }, body, headers }) => {
      if (!Buffer.isBuffer(body)) throw new Problem("REQUEST_INVALID", { what: "application/octet-stream" });
      const { version } = readableTable(context, file);
      const table = editableTable(context, { file, base: version?.number ?? 0 });
      const upload = await readUpload(body);
      if ("problem" in upload) throw new Problem("UPLOAD_UNREADABLE", upload.problem);
      const { flaws, merged, replaced } = planImport(table.kind, table.content, upload.lines);
      const language = readLanguage(headers["accept-language"], context.language) === "en" ? "en" : "zh";
      const refused = flaws.filter(({ severity }) => severity === "refused").length;
      const shown = { ...merged.difference, removed: replaced.difference.removed };
      return {
        asOf: await redisNowMs(context.redis),
        uploadId: await keepUpload(context, { file, lines: upload.lines }),
        file,
        base: table.version.number,
        refused,
        warnings: flaws.length - refused,
        flaws: flaws.slice(0, FLAWS_SHOWN).map((flaw) => ({ ...flaw, text: flaw.text[language] })),
        merge: countsOf(merged.difference),
        replace: countsOf(replaced.difference),
        difference: firstOf(shown, table.content, merged.content),
      };
    },
  );
}

function addImport(server: ApiServer, context: ApiContext): void {
  server.post(
    "/tables/import",
    {
      config: { access: "operator", act: "import-table" },
      schema: {
        tags: TAGS,
        summary: "Imports an uploaded file as it was shown",
        body: importBody,
        response: answers(savedAnswer),
      },
    },
    async (asked) => {
      const { uploadId, file, mode } = asked.body;
      return save(context, { request: asked, act: "import", tell: () => ({ mode }) }, async (table) => {
        const upload = await findUpload(context, uploadId);
        if (upload?.file !== file) throw new Problem("UPLOAD_GONE");
        const { flaws, merged, replaced } = planImport(table.kind, table.content, upload.lines);
        if (flaws.some(({ severity }) => severity === "refused")) throw refuseFlaws(flaws);
        return (mode === "merge" ? merged : replaced).content;
      });
    },
  );
}

interface KeptUpload {
  readonly file: string;
  readonly lines: readonly UploadedLine[];
}

async function keepUpload({ redis }: ApiContext, upload: KeptUpload): Promise<string> {
  const id = randomUUID();
  await redis.set(keyOf(id), await promisify(gzip)(JSON.stringify(upload)), "EX", KEPT_S);
  return id;
}

async function findUpload({ redis }: ApiContext, id: string): Promise<KeptUpload | undefined> {
  const packed = await redis.getBuffer(keyOf(id));
  return packed === null ? undefined : (JSON.parse((await promisify(gunzip)(packed)).toString()) as KeptUpload);
}

function keyOf(id: string): string {
  return `${INSTALLATION_PREFIX}:console:upload:${id}`;
}
