import { hostname } from "node:os";

import { CallGate } from "@billferry/call-gate";
import { describeFault, hashContent, isFault, loadJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import {
  JobDelay,
  openQueue,
  startWorker,
  type RunningService,
  type ServiceContext,
  type TypedQueue,
} from "@billferry/runtime";
import { toCallGateOptions, toWangdiantongClientSettings } from "@billferry/vendor-settings";
import { createWangdiantongClient } from "@billferry/wangdiantong";

import { checkAudits } from "./audit-check.ts";
import { Inventory } from "./inventory.ts";
import { orderOf, performLoad } from "./load.ts";
import { createSchemeGuard } from "./scheme-guard.ts";
import type { LoaderSettings } from "./settings.ts";

const CONFLICT_DELAY_MS = 1_000;

/**
 * One worker on the load queue, for the orders of any scheme; the account's gate before every call; and a timer that
 * looks after orders that wait for their audit. A loader that meets another installation's or another account's ledger
 * takes no more jobs and says so by its readiness: its own queue may be the other's as well.
 */
export async function startLoader(context: ServiceContext<LoaderSettings>): Promise<RunningService> {
  const { settings, redis, log } = context;
  const deadlineMs = settings.WDT_TIMEOUT_SECONDS * 1_000;
  const gate = new CallGate(redis, toCallGateOptions(settings));
  const client = createWangdiantongClient(toWangdiantongClientSettings(settings), {
    onEvent: (event) => log.warn({ event: "wangdiantong.notice", notice: event }, "旺店通提示"),
    beforeRepeat: async () => gate.series(AbortSignal.timeout(deadlineMs), async (reserve) => reserve()),
  });
  const openLedger = (scheme: string) => new Ledger(redis, scheme);
  const guard = createSchemeGuard({
    installation: settings.INSTALLATION,
    holder: `${hostname()}:${process.pid}`,
    fingerprint: hashContent([settings.WDT_URL, settings.WDT_SID]).slice(0, 16),
  });
  const inventory = new Inventory({ client, gate, days: settings.INVENTORY_DAYS, log });
  const queue = openQueue("load", redis, log);
  // A conflict that is there already ends the start, with its name.
  for (const scheme of await listSchemes(queue)) await guard(scheme, openLedger(scheme));

  let conflict: string | undefined;
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: settings.LOADER_CONCURRENCY,
    log,
    perform: async (attempt) => {
      const admit = async (ledger: Ledger): Promise<void> => {
        const { scheme } = attempt.payload;
        await guard(scheme, ledger).catch((error: unknown) => {
          if (!isFault(error) || error.code !== "INSTALLATION_CONFLICT") throw error;
          conflict = describeFault(error);
          log.error({ event: "loader.conflict", details: error.details }, conflict);
          void worker.stop();
          throw new JobDelay(conflict, CONFLICT_DELAY_MS);
        });
        await inventory.ensure(scheme, ledger);
      };
      return performLoad({ ledger: openLedger, client, gate, admit }, attempt);
    },
    onCase: async (payload, reason) => {
      const job = loadJob.safeParse(payload);
      if (job.success) await openLedger(job.data.scheme).recordHeldOrder(orderOf(job.data), reason);
    },
  });
  const audits = startAuditChecks({ ...context, client, gate, queue, openLedger });
  return {
    readiness: () => [...(worker.isRunning() ? [] : ["推送进程未运行"]), ...(conflict === undefined ? [] : [conflict])],
    stop: async () => {
      await Promise.all([worker.stop(), inventory.stop(), audits.stop()]);
      await queue.close();
    },
  };
}

function startAuditChecks(
  deps: ServiceContext<LoaderSettings> & {
    readonly client: ReturnType<typeof createWangdiantongClient>;
    readonly gate: CallGate;
    readonly queue: TypedQueue<"load">;
    readonly openLedger: (scheme: string) => Ledger;
  },
): { stop(): Promise<void> } {
  const { settings, log, queue, openLedger } = deps;
  const everyMs = settings.AUDIT_CHECK_EVERY;
  const stopping = new AbortController();
  const asked = new Map<string, Set<string>>();
  const checkAll = async (): Promise<void> => {
    for (const scheme of await listSchemes(queue)) {
      const ofScheme = asked.get(scheme) ?? new Set();
      asked.set(scheme, ofScheme);
      await checkAudits(deps, openLedger(scheme), { scheme, everyMs, asked: ofScheme, signal: stopping.signal });
    }
  };
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(checkAll)
      .catch((error: unknown) => log.warn({ event: "audit-check.failed", error: String(error) }, "审核复查未成功"));
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

/** The schemes whose orders are, or were lately, in the queue. */
async function listSchemes(queue: TypedQueue<"load">): Promise<readonly string[]> {
  const jobs = await queue.getJobs(["waiting", "active", "delayed", "failed", "completed"], 0, 20);
  const schemes = jobs.flatMap((job) => {
    const parsed = loadJob.shape.scheme.safeParse((job as { data?: { scheme?: unknown } } | undefined)?.data?.scheme);
    return parsed.success ? [parsed.data] : [];
  });
  return [...new Set(schemes)];
}
