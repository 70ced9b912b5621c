import { hostname } from "node:os";

import { CallGate } from "@billferry/call-gate";
import { describeFault, isFault, putOff, type FaultCode, type TargetName, type Waiting } from "@billferry/contracts";
import { Ledger, type PushAnswer } from "@billferry/ledger";
import { repeat, type RedisConnection, type RepeatingTask } from "@billferry/redis";
import {
  openQueue,
  startWorker,
  watchCalls,
  type Logger,
  type RunningService,
  type ServiceContext,
  type TypedQueue,
} from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";
import {
  readWangdiantongAccount,
  toCallGateOptions,
  toWangdiantongClientSettings,
  wangdiantongIdentity,
  createWangdiantongClient,
  type OrderSearch,
  type WangdiantongClient,
} from "@billferry/wangdiantong";

import { checkAudits } from "./audit-check.ts";
import { checkDoubts, type DoubtTurn } from "./doubt-check.ts";
import { expectDeliveries } from "./deliver.ts";
import { Inventory } from "./inventory.ts";
import { performLoad, type LoadDependencies } from "./load.ts";
import { probeGaps } from "./probe-gaps.ts";
import { recordCase } from "./record-order.ts";
import { Places } from "./places.ts";
import { createSchemeGuard } from "./scheme-guard.ts";
import type { LoaderSettings } from "./settings.ts";
import { StagePause } from "./stage-pause.ts";

const DAY_MS = 86_400_000;
const CONFLICT_DELAY_MS = 1_000;
const CONFLICTS: ReadonlySet<FaultCode> = new Set(["INSTALLATION_CONFLICT", "ACCOUNT_CHANGED"]);

/**
 * The loader of one scheme: a worker on its load queue, its account's gate before every call, and a timer that looks
 * after orders that wait for their audit. A loader that meets another installation's or another account's ledger takes
 * no more jobs and says so by its readiness: its own queue may be the other's as well.
 */
export async function startLoader(
  context: ServiceContext<LoaderSettings>,
  scheme: Scheme,
  siblings: readonly Scheme[],
): Promise<RunningService> {
  const { settings, redis, env } = context;
  const log = context.log.child({ scheme: scheme.definition.name });
  const { name, accounts } = scheme.definition;
  const account = readWangdiantongAccount(env, accounts.wangdiantong);
  const queue = openQueue({ stage: "load", scheme: name }, redis, log);
  const pause = new StagePause(queue);
  const gate = new CallGate(redis, { ...toCallGateOptions(account), mayCall: async () => pause.refuse() });
  const client = openWangdiantong(account, { name: accounts.wangdiantong, gate, log });
  const guard = createSchemeGuard({
    installation: settings.INSTALLATION,
    holder: `${hostname()}:${process.pid}`,
    account: wangdiantongIdentity(account),
  });
  const ledger = new Ledger(redis, name);
  const siblingLedgers = siblings.map(({ definition }) => new Ledger(redis, definition.name));
  const ordersOf = (target: TargetName) => client.orders(target, gate);
  const orders = ordersOf(scheme.target.name);
  const inventory = new Inventory({ orders, days: settings.INVENTORY_DAYS, log });
  // A conflict that is there already ends the start, with its name.
  await guard(name, ledger);
  expectDeliveries(name);

  let conflict: string | undefined;
  const admit = async (): Promise<Waiting | undefined> => {
    try {
      await guard(name, ledger);
    } catch (error) {
      if (!isFault(error) || !CONFLICTS.has(error.code)) throw error;
      conflict = describeFault(error);
      log.error({ event: "loader.conflict", details: error.details }, conflict);
      void worker.stop();
      return putOff(CONFLICT_DELAY_MS, conflict);
    }
    return undefined;
  };
  const loading = {
    ...{
      ledger,
      siblingLedgers,
      documents: client.documents,
      orders: ordersOf,
      places: new Places(gate),
      pause,
      admit,
    },
    takeInventory: async () => inventory.ensure(name, ledger),
    ...noteInto(ledger, settings),
  };
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: settings.LOADER_CONCURRENCY,
    log,
    perform: async (attempt) => performLoad(loading, attempt),
    recordCase: async (job, held) => recordCase({ ledger, siblingLedgers }, job, held),
  });
  const checks = startChecks({ ...{ settings, redis, queue, ledger, orders, inventory, log }, scheme });
  return {
    readiness: () => [...(worker.isRunning() ? [] : ["推送进程未运行"]), ...(conflict === undefined ? [] : [conflict])],
    stop: async () => {
      await Promise.all([worker, inventory, ...checks].map(async (each) => each.stop()));
      await ledger.answers.flush(termOf(settings));
      await queue.close();
    },
  };
}

/** What people read of pushes is kept for a term, or not at all. */
function noteInto(
  { answers }: Pick<Ledger, "answers">,
  settings: LoaderSettings,
): Pick<LoadDependencies, "noteAnswer"> {
  const termMs = termOf(settings);
  return termMs === 0 ? {} : { noteAnswer: (answer: PushAnswer) => answers.keep(answer, termMs) };
}

function termOf({ STORY_DAYS: days }: LoaderSettings): number {
  return days * DAY_MS;
}

type Account = ReturnType<typeof readWangdiantongAccount>;

function openWangdiantong(
  account: Account,
  { name, gate, log }: { readonly name: string; readonly gate: CallGate; readonly log: Logger },
): WangdiantongClient {
  return createWangdiantongClient(toWangdiantongClientSettings(account), {
    onEvent: (event) => log.warn({ event: "wangdiantong.notice", notice: event }, "旺店通提示"),
    onCall: watchCalls({ vendor: "wangdiantong", account: name }),
    beforeRepeat: async () => gate.series(repeatSignal(account), async (reserve) => reserve()),
  });
}

/** What looks after the scheme's orders by the clock. */
function startChecks(deps: {
  readonly settings: LoaderSettings;
  readonly redis: RedisConnection;
  readonly queue: TypedQueue<"load">;
  readonly ledger: Ledger;
  readonly orders: OrderSearch;
  readonly inventory: Inventory;
  readonly log: Logger;
  readonly scheme: Scheme;
}): readonly RepeatingTask[] {
  const { settings, redis, queue, ledger, orders, inventory, log, scheme } = deps;
  const { name } = scheme.definition;
  const asked = new Set<string>();
  const audits = every(settings.AUDIT_CHECK_EVERY, { log, queue }, async (signal) => {
    const turn = { scheme: name, target: scheme.target.name, everyMs: settings.AUDIT_CHECK_EVERY, asked, signal };
    await checkAudits({ redis, orders, log }, ledger, turn);
  });
  const doubts = every(settings.DOUBT_CHECK_EVERY, { log, queue }, async (signal) => {
    await inventory.tryAgain(name, ledger);
    await checkDoubts({ redis, orders, ledger, log }, toDoubtTurn(settings, name, signal));
  });
  const probes = every(settings.GAP_CHECK_EVERY, { log, queue }, async (signal) => {
    await probeGaps({ redis, ledger, queue, log }, { scheme: name, everyMs: settings.GAP_CHECK_EVERY, signal });
  });
  return [audits, doubts, probes];
}

function repeatSignal({ WDT_TIMEOUT_SECONDS: seconds }: Account): AbortSignal {
  return AbortSignal.timeout(seconds * 1_000);
}

function toDoubtTurn(settings: LoaderSettings, scheme: string, signal: AbortSignal): DoubtTurn {
  const rules = { listingDelayMs: settings.LISTING_DELAY, everyMs: settings.DOUBT_CHECK_EVERY };
  return { scheme, rules, days: settings.INVENTORY_DAYS, signal };
}

/** Not while the stage is paused. */
function every(
  everyMs: number,
  { log, queue }: { readonly log: Logger; readonly queue: TypedQueue<"load"> },
  act: (signal: AbortSignal) => Promise<void>,
): RepeatingTask {
  return repeat(async (signal) => ((await queue.isPaused()) ? undefined : act(signal)), {
    everyMs,
    onError: (error) => log.warn({ event: "check.failed", error: String(error) }, "定期检查未成功"),
  });
}
