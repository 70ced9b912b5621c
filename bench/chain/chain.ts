import { createHash } from "node:crypto";
import { join } from "node:path";

import { QUEUES, type Cell, type LoadJob, type TransformJob } from "@billferry/contracts";
import { loadScheme, selectFields, transformBill } from "@billferry/scheme";
import { Queue, Worker } from "bullmq";

/**
 * Three queues of BullMQ and nothing around them, for the price of what Billferry adds: one process a stage, the same
 * pages, the same rules, the same payloads and job ids, the same calls. No ledger, no lease, no gate, no checks of
 * answers or payloads; a crash loses orders or makes them twice.
 *
 * `node bench/chain/chain.ts extract|transform|load`, settings as for the rival.
 */
const { env } = process;
const ROOT = join(import.meta.dirname, "..", "..");
const CONCURRENCY = 4;
const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

const connection = { host: "127.0.0.1", port: Number(env["REDIS_PORT"]), maxRetriesPerRequest: null };
const scheme = loadScheme(join(ROOT, "schemes"), "sal-outstock");
const stages: Readonly<Record<string, () => Promise<void>>> = { extract, transform, load };
// What goes wrong is told and lost: this is the price of nothing.
const tell = (_job: unknown, error: Error): void => console.log(error.message);
await stages[process.argv[2] ?? ""]?.();
console.log("up");

async function extract(): Promise<void> {
  const queue = openQueue("transform");
  const started = new Queue("chain-extract", { connection });
  const work = async (): Promise<void> => {
    const cookie = await signIn();
    const { page_size: pageSize } = scheme.definition.source;
    const { names } = selectFields(scheme);
    let bills = new Map<string, Cell[][]>();
    for (let start = 0; ; start += pageSize) {
      const rows = (await ask("DynamicFormService.ExecuteBillQuery", { data: queryOf(names, start) }, cookie)).json;
      for (const cells of rows as Cell[][]) {
        const id = String(cells[names.indexOf("FID")]);
        bills.set(id, [...(bills.get(id) ?? []), cells]);
      }
      const isLast = (rows as unknown[]).length < pageSize;
      // The last bill of a page may go on behind it.
      const whole = isLast ? [...bills] : [...bills].slice(0, -1);
      bills = new Map(isLast ? [] : [...bills].slice(-1));
      const jobs = whole.map(([billId, bill]) => toTransformJob(names, billId, bill));
      await queue.addBulk(
        jobs.map((data) => ({ name: "transform", data, opts: { jobId: `transform-${data.billNo}` } })),
      );
      if (isLast) return;
    }
  };
  const worker = new Worker("chain-extract", work, { connection, concurrency: 1 }).on("failed", tell);
  await worker.waitUntilReady();
  await started.add("extract", {});
}

async function transform(): Promise<void> {
  const queue = openQueue("load");
  const worker = new Worker<TransformJob>(
    "chain-transform",
    async ({ data: job }) => {
      const result = transformBill(job, scheme);
      if (result.kind !== "ordered") return;
      const { scheme: name, schemeVersion, billId, billNo, revision } = job;
      await queue.addBulk(
        result.orders.map(({ target, order, contentHash, notes }) => ({
          name: "load",
          data: { scheme: name, schemeVersion, target, billId, billNo, contentHash, revision, order, notes },
          opts: { jobId: `load-${order.outer_no}` },
        })),
      );
    },
    { connection, concurrency: CONCURRENCY },
  ).on("failed", tell);
  await worker.waitUntilReady();
}

async function load(): Promise<void> {
  const worker = new Worker<LoadJob>("chain-load", async ({ data: { order } }) => push(order), {
    connection,
    concurrency: CONCURRENCY,
  }).on("failed", tell);
  await worker.waitUntilReady();
}

function openQueue(stage: "transform" | "load"): Queue {
  const { attempts, keepCompleted } = QUEUES[stage];
  return new Queue(`chain-${stage}`, {
    connection,
    defaultJobOptions: {
      attempts,
      removeOnComplete: { count: keepCompleted },
      backoff: { type: "exponential", delay: 1_000 },
    },
  });
}

function toTransformJob(fields: readonly string[], billId: string, rows: Cell[][]): TransformJob {
  const cell = (name: string): string => String(rows[0]?.[fields.indexOf(name)] ?? "");
  const { version } = scheme;
  return {
    scheme: scheme.definition.name,
    schemeVersion: version,
    billId,
    billNo: cell("FBillNo"),
    approvedAt: cell("FApproveDate"),
    // Of the same length: nobody compares it here.
    contentHash: "0".repeat(32),
    revision: 1,
    fields: [...fields],
    rows,
  };
}

function queryOf(names: readonly string[], start: number): object {
  const from = new Date(Date.now() - 2 * DAY_MS + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
  return {
    FormId: scheme.definition.source.form,
    FieldKeys: names.map((name) => scheme.fields.keyOf(name)).join(","),
    FilterString: `FApproveDate>='${from}' and FDocumentStatus='C' and FCancelStatus='A'`,
    OrderString: `FID ASC, ${scheme.fields.essential.entryId} ASC`,
    StartRow: start,
    Limit: scheme.definition.source.page_size,
  };
}

async function signIn(): Promise<string> {
  const account = { acctID: env["KINGDEE_ACCOUNT"], username: env["KINGDEE_USER"], password: env["KINGDEE_PASSWORD"] };
  return (await ask("AuthService.ValidateUser", { ...account, lcid: 2052 })).cookie;
}

async function ask(service: string, body: object, cookie = ""): Promise<{ json: unknown; cookie: string }> {
  const url = `${env["KINGDEE_URL"]}Kingdee.BOS.WebApi.ServicesStub.${service}.common.kdsvc`;
  const headers = { "Content-Type": "application/json", cookie };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const cookies = answer.headers.getSetCookie().map((text) => text.split(";")[0]);
  return { json: JSON.parse(await answer.text(), keepDigits as never), cookie: cookies.join("; ") };
}

/** A quantity of more digits than a double has stays what it is. */
function keepDigits(_key: string, value: unknown, { source }: { source: string }): unknown {
  return typeof value === "number" ? source : value;
}

async function push(order: LoadJob["order"]): Promise<void> {
  const { WDT_URL: url, WDT_SID: sid = "", WDT_APPKEY: appkey = "", WDT_APPSECRET: secret } = env;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const { envelope, name } = scheme.target;
  const parameters: Record<string, string> = { sid, appkey, timestamp, [envelope]: JSON.stringify(order) };
  const packed = Object.keys(parameters)
    .toSorted()
    .map((key) => `${measure(key, 2)}-${key}:${measure(parameters[key]!, 4)}-${parameters[key]}`)
    .join(";");
  const sign = createHash("md5").update(`${packed}${secret}`).digest("hex");
  const answer = await fetch(`${url}${name}.php`, {
    method: "POST",
    body: new URLSearchParams({ ...parameters, sign }),
  });
  const { code, message } = (await answer.json()) as { code: number | string; message: string };
  if (Number(code) !== 0) throw new Error(`${code} ${message}`);
}

function measure(text: string, digits: number): string {
  return String([...text].length).padStart(digits, "0");
}
