// The rival to beat: what a careful engineer writes with BullMQ in an afternoon, all three stages in one process. One job a row,
// an aggregator that flushes a bill after a quiet time, a loader with `limiter` and exponential retries, jobId = outer_no.
// It keeps no ledger, reads 8 fields, drops lots and prices, and computes with JavaScript numbers.
//
//   node rival.mjs       from the root of a checkout with bullmq and ioredis installed; settings by the environment:
//   REDIS_PORT, KINGDEE_URL, KINGDEE_ACCOUNT, KINGDEE_USER, KINGDEE_PASSWORD, WDT_URL, WDT_SID, WDT_APPKEY, WDT_APPSECRET,
//   WDT_CALLS_PER_MINUTE (60), POLL_SECONDS (10), PAGE_SIZE (100), LOOK_BACK_HOURS (24), OVERLAP_SECONDS (600)
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import mapping from "./mapping.cjs";

const { env } = process;
const number = (name, fallback) => Number(env[name] ?? fallback);
const settings = {
  kingdee: {
    url: env.KINGDEE_URL,
    acctID: env.KINGDEE_ACCOUNT,
    username: env.KINGDEE_USER,
    password: env.KINGDEE_PASSWORD,
  },
  wangdiantong: { url: env.WDT_URL, sid: env.WDT_SID, appkey: env.WDT_APPKEY, appsecret: env.WDT_APPSECRET },
  limitPerMinute: number("WDT_CALLS_PER_MINUTE", 60),
  pollSeconds: number("POLL_SECONDS", 10),
  pageSize: number("PAGE_SIZE", 100),
  lookBackHours: number("LOOK_BACK_HOURS", 24),
  overlapSeconds: number("OVERLAP_SECONDS", 600),
};

const load = (name) => import(pathToFileURL(createRequire(`${process.cwd()}/package.json`).resolve(name)).href);
const bullmq = await load("bullmq");
const { Queue, Worker } = bullmq.default ?? bullmq;
const { default: Redis } = await load("ioredis");

const { FIELDS, toDocuments, packForSign, judgeAnswer } = mapping;
const { kingdee, wangdiantong } = settings;
const QUIET_MS = 2000;
const connection = { host: "127.0.0.1", port: Number(process.env.REDIS_PORT), maxRetriesPerRequest: null };
const redis = new Redis(connection);
const md5 = (text) => createHash("md5").update(text, "utf8").digest("hex");
const asText = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");

const extract = new Queue("extract", { connection });
const rowsQueue = new Queue("rows", { connection });
const flush = new Queue("flush", { connection });
const load_ = new Queue("load", { connection });

async function kingdeeCall(service, body, cookie = "") {
  const answer = await fetch(`${kingdee.url}Kingdee.BOS.WebApi.ServicesStub.${service}.common.kdsvc`, {
    method: "POST",
    headers: { "Content-Type": "application/json", cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const json = await answer.json();
  const status = json?.[0]?.[0]?.Result?.ResponseStatus;
  if (status) throw new Error(status.Errors?.[0]?.Message ?? "Kingdee error");
  return {
    json,
    cookie: answer.headers
      .getSetCookie()
      .map((text) => text.split(";")[0])
      .join("; "),
  };
}

new Worker(
  "extract",
  async () => {
    const startedAt = Date.now();
    const cursor = Number((await redis.get("cursor")) ?? 0);
    const from = cursor ? cursor - settings.overlapSeconds * 1000 : Date.now() - settings.lookBackHours * 3_600_000;
    const { json: login, cookie } = await kingdeeCall("AuthService.ValidateUser", {
      acctID: kingdee.acctID,
      username: kingdee.username,
      password: kingdee.password,
      lcid: 2052,
    });
    if (login.LoginResultType !== 1) throw new Error("sign-in refused");
    for (let start = 0; ; start += settings.pageSize) {
      const { json: rows } = await kingdeeCall(
        "DynamicFormService.ExecuteBillQuery",
        {
          data: {
            FormId: "SAL_OUTSTOCK",
            FieldKeys: FIELDS.join(","),
            OrderString: "FApproveDate ASC,FEntity_FEntryID ASC",
            FilterString: `FApproveDate>='${asText(from)}' and FDocumentStatus='C' and FCancelStatus='A'`,
            StartRow: start,
            Limit: settings.pageSize,
          },
        },
        cookie,
      );
      await rowsQueue.addBulk(
        rows.map((row) => ({
          name: "row",
          data: { row },
          opts: {
            jobId: `row-${row[1]}-${Date.parse(row[3])}`,
            removeOnComplete: { age: 3600 },
            attempts: 5,
            backoff: { type: "exponential", delay: 500 },
          },
        })),
      );
      if (rows.length < settings.pageSize) break;
    }
    await redis.set("cursor", startedAt);
  },
  { connection, concurrency: 1 },
);

new Worker(
  "rows",
  async ({ data: { row } }) => {
    await redis.hset(`bill:${row[2]}`, row[1], JSON.stringify(row));
    await flush.add(
      "flush",
      { bill: row[2] },
      {
        delay: QUIET_MS,
        deduplication: { id: row[2], ttl: QUIET_MS, extend: true, replace: true },
        removeOnComplete: true,
        attempts: 5,
        backoff: { type: "exponential", delay: 500 },
      },
    );
  },
  { connection, concurrency: 50 },
);

new Worker(
  "flush",
  async ({ data: { bill } }) => {
    const rows = Object.values(await redis.hgetall(`bill:${bill}`)).map((text) => JSON.parse(text));
    if (!rows.length) return;
    await load_.addBulk(
      toDocuments(rows, md5).map((document) => ({
        name: "push",
        data: document,
        opts: {
          jobId: document.outer_no,
          attempts: 8,
          backoff: { type: "exponential", delay: 1000 },
          removeOnComplete: { age: 86_400 },
          removeOnFail: false,
        },
      })),
    );
    await redis.del(`bill:${bill}`);
  },
  { connection, concurrency: 20 },
);

new Worker(
  "load",
  async ({ data: info }) => {
    const params = {
      sid: wangdiantong.sid,
      appkey: wangdiantong.appkey,
      timestamp: String(Math.floor(Date.now() / 1000)),
      stockout_info: JSON.stringify(info),
    };
    const sign = md5(packForSign(params) + wangdiantong.appsecret);
    const answer = await fetch(`${wangdiantong.url}stockout_order_push.php`, {
      method: "POST",
      body: new URLSearchParams({ ...params, sign }),
      signal: AbortSignal.timeout(15_000),
    });
    const json = await answer.json();
    if (judgeAnswer(json) !== "done") throw new Error(`${json.code} ${json.message}`);
  },
  { connection, concurrency: 5, limiter: { max: settings.limitPerMinute, duration: 60_000 } },
).on("failed", (job, error) => console.log(job?.id, job?.attemptsMade, error.message));

await extract.upsertJobScheduler(
  "poll",
  { every: settings.pollSeconds * 1000 },
  { name: "poll", opts: { removeOnComplete: 10, removeOnFail: 10 } },
);
console.log("up");
