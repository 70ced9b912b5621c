import type { Reserve } from "@billferry/call-gate";
import { formatKingdeeTime, isFault, SHANGHAI, type Fault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { PlannedOrder, Scheme } from "@billferry/scheme";
import type { Environment } from "@billferry/settings";
import { openWangdiantong } from "@billferry/vendor-access";
import { readWangdiantongAccount, type WangdiantongClient, type WarehouseRecord } from "@billferry/wangdiantong";

import { after, attempt, given, known, skip } from "./attempt.ts";
import { reasonInUse, wantedCodes, wantedSkus, type CodeSources } from "./codes-in-use.ts";
import type { CodeInUse, WangdiantongFacts } from "./core/diagnose-wangdiantong.ts";
import type { Known } from "./core/diagnose.ts";

const PAGE = 100;
const MOST_PAGES = 3;
/** Warehouses beyond those pages that are asked for one by one. */
const MOST_SINGLE = 3;
/** The most time that all calls together may take, waiting for the quota included. */
const LIMIT_MS = 120_000;

interface Context {
  readonly env: Environment;
  readonly redis: Known<RedisConnection>;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** How many SKUs are asked for, a call each. */
  readonly skus: number;
  readonly isErrand?: boolean | undefined;
}

/** Asks Wangdiantong for all that can be known of it; reads only, every call through the gate that all share. */
export async function gatherWangdiantong(
  scheme: Known<Scheme>,
  orders: Known<readonly PlannedOrder[]>,
  context: Context,
): Promise<WangdiantongFacts> {
  const { env, redis } = context;
  const settings = await after(scheme, "scheme.loads", ({ definition }) => {
    const account = definition.accounts.wangdiantong;
    return { account, callsPerMinute: readWangdiantongAccount(env, account).WDT_CALLS_PER_MINUTE };
  });
  const seen = orders.kind === "known" ? orders.value : [];
  const reason = await after(scheme, "scheme.loads", (each) => reasonInUse(each, seen));
  // Without Redis there is no gate, and a call past it could take the quota from pushes that are under way.
  const ready = given(settings, "wangdiantong.settings", given(redis, "redis.reachable", redis));
  if (scheme.kind !== "known" || ready.kind !== "known")
    return { settings, reason, ...everything(ready as Known<never>) };
  const asked = await askAll({ scheme: scheme.value, orders: seen, redis: ready.value }, context);
  return { settings, reason, ...asked, skus: given(orders, "kingdee.sample", asked.skus) };
}

type Asked = Omit<WangdiantongFacts, "settings" | "reason">;

function everything(fact: Known<never>): Asked {
  return { credentials: fact, clockOffsetMs: fact, documents: fact, warehouses: fact, carriers: fact, skus: fact };
}

async function askAll(
  what: { readonly scheme: Scheme; readonly orders: readonly PlannedOrder[]; readonly redis: RedisConnection },
  context: Context,
): Promise<Asked> {
  const { scheme, orders, redis } = what;
  const { env, nowMs } = context;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(LIMIT_MS)]);
  let clockOffsetMs: number | undefined;
  let reserve: Reserve | undefined;
  const { client, gate } = openWangdiantong(env, redis, scheme, {
    isErrand: context.isErrand,
    hooks: {
      nowMs,
      onEvent: (event) => {
        if (event.kind === "clock-corrected") ({ offsetMs: clockOffsetMs } = event);
      },
      beforeRepeat: async () => reserve?.(),
    },
  });
  const asked = await attempt(async () =>
    gate.series(signal, async (place) => {
      const asker = createAsker(client, place, signal);
      ({ reserve } = asker);
      const wanted = wantedCodes(scheme, orders, "warehouse_no");
      const warehouses = await asker.step(async () => askForWarehouses(asker, wanted));
      const credentials = judgeFirst(warehouses);
      if (credentials.kind !== "known") {
        const isUnreached = credentials.kind === "failed" && credentials.failure.code !== "WDT_CREDENTIALS_REFUSED";
        const stop = skip(isUnreached ? "wangdiantong.reachable" : "wangdiantong.signature");
        return { ...everything(stop), credentials };
      }
      const carriers = await asker.step(async () =>
        askForCarriers(asker, wantedCodes(scheme, orders, "logistics_code")),
      );
      const documents = await asker.step(async () => askForDocuments(asker, scheme, nowMs()));
      const skus = await asker.step(async () => askForSkus(asker, wantedSkus(orders, context.skus)));
      return { ...everything(skip("")), credentials, warehouses, carriers, documents, skus };
    }),
  );
  // The gate itself did not let us through.
  if (asked.kind !== "known")
    return { ...everything(skip("wangdiantong.signature")), credentials: asked as Known<never> };
  const isSigned = asked.value.credentials.kind === "known" || clockOffsetMs !== undefined;
  return { ...asked.value, clockOffsetMs: isSigned ? known(clockOffsetMs) : skip("wangdiantong.signature") };
}

interface Asker {
  readonly client: WangdiantongClient;
  readonly signal: AbortSignal;
  readonly reserve: Reserve;
  /** One question; its failure is a fact, and the gate hears of it before the next call. */
  step<Value>(act: () => Promise<Value>): Promise<Known<Value>>;
}

function createAsker(client: WangdiantongClient, place: Reserve, signal: AbortSignal): Asker {
  let lastFault: Fault | undefined;
  return {
    client,
    signal,
    reserve: async () => {
      const fault = lastFault;
      lastFault = undefined;
      await place(fault);
    },
    step: async (act) =>
      attempt(async () => {
        try {
          return await act();
        } catch (error) {
          if (isFault(error)) lastFault = error;
          throw error;
        }
      }),
  };
}

const REFUSED_AT_ALL = new Set<string>(["WDT_ANSWER_INVALID", "WDT_URL_WRONG", "WDT_CREDENTIALS_REFUSED", "WDT_BUSY"]);

/** The usual check of credentials is the first call; one that is refused for another reason was understood. */
function judgeFirst(first: Known<unknown>): Known<null> {
  if (first.kind !== "failed") return known(null);
  const { code } = first.failure;
  return code.startsWith("HTTP_") || REFUSED_AT_ALL.has(code) ? first : known(null);
}

async function askForWarehouses(asker: Asker, wanted: CodeSources): Promise<readonly CodeInUse[]> {
  const { client, signal, reserve } = asker;
  const found = new Map<string, WarehouseRecord>();
  const missing = (): string[] => [...wanted.keys()].filter((code) => !found.has(code));
  let isWhole = false;
  for (let pageNo = 0; pageNo < MOST_PAGES && !isWhole; pageNo += 1) {
    await reserve();
    const warehouses = await client.queryWarehouses({ pageNo, pageSize: PAGE }, signal);
    for (const warehouse of warehouses) found.set(warehouse.warehouseNo, warehouse);
    isWhole = warehouses.length < PAGE;
    if (missing().length === 0) break;
  }
  const asked = isWhole ? missing() : missing().slice(0, MOST_SINGLE);
  if (!isWhole)
    for (const warehouseNo of asked) {
      await reserve();
      const warehouses = await client.queryWarehouses({ warehouseNo, pageNo: 0, pageSize: 1 }, signal);
      for (const warehouse of warehouses) found.set(warehouse.warehouseNo, warehouse);
    }
  return [...wanted].flatMap(([code, source]) => {
    const record = found.get(code);
    if (record === undefined) return asked.includes(code) ? [{ code, source, state: "unknown" as const }] : [];
    return [{ code, source, state: stateOf(record) }];
  });
}

/** Type "1" is an ordinary warehouse, the others are mostly outsourced [wangdiantong 3.2]. */
function stateOf({ type, isDisabled }: WarehouseRecord): CodeInUse["state"] {
  if (isDisabled === true) return "disabled";
  return type === null || type === "1" ? "usable" : "outsourced";
}

async function askForCarriers({ client, signal, reserve }: Asker, wanted: CodeSources): Promise<readonly CodeInUse[]> {
  if (wanted.size === 0) return [];
  await reserve();
  const carriers = await client.queryCarriers(signal);
  const isDisabled = new Map(carriers.map((carrier) => [carrier.logisticsCode, carrier.isDisabled === true]));
  return [...wanted].map(([code, source]) => {
    const known = isDisabled.get(code);
    return { code, source, state: known === undefined ? "unknown" : known ? "disabled" : "usable" };
  });
}

async function askForDocuments(
  { client, signal, reserve }: Asker,
  scheme: Scheme,
  nowMs: number,
): Promise<{ readonly title: string }> {
  await reserve();
  const [startTime, endTime] = [nowMs - 300_000, nowMs].map((each) => formatKingdeeTime(each, SHANGHAI));
  await client.documents(scheme.target.name).query({ startTime, endTime, pageNo: 0, pageSize: 1 }, signal);
  return { title: scheme.target.title };
}

async function askForSkus(
  { client, signal, reserve }: Asker,
  wanted: readonly string[],
): Promise<{ readonly asked: number; readonly unknown: readonly string[] }> {
  const unknown: string[] = [];
  for (const specNo of wanted) {
    await reserve();
    const skus = await client.querySkus(specNo, signal);
    if (!skus.some(({ sku }) => sku === specNo)) unknown.push(specNo);
  }
  return { asked: wanted.length, unknown };
}
