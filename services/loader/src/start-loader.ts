import { hostname } from "node:os";

import { CallGate } from "@billferry/call-gate";
import { describeFault, hashContent, isFault, loadJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { JobDelay, openQueue, startWorker, type RunningService, type ServiceContext } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";
import { readWangdiantongAccount, toCallGateOptions, toWangdiantongClientSettings } from "@billferry/vendor-settings";
import { createWangdiantongClient } from "@billferry/wangdiantong";

import { checkAudits, type AuditCheckDependencies } from "./audit-check.ts";
import { Inventory } from "./inventory.ts";
import { orderOf, performLoad } from "./load.ts";
import { createSchemeGuard } from "./scheme-guard.ts";
import type { LoaderSettings } from "./settings.ts";

const CONFLICT_DELAY_MS = 1_000;

/**
 * The loader of one scheme: a worker on its load queue, its account's gate before every call, and a timer that looks
 * after orders that wait for their audit. A loader that meets another installation's or another account's ledger takes
 * no more jobs and says so by its readiness: its own queue may be the other's as well.
 */
export async function startLoader(context: ServiceContext<LoaderSettings>, scheme: Scheme): Promise<RunningService> {
  const { settings, redis, log, env } = context;
  const { name, accounts } = scheme.definition;
  const account = readWangdiantongAccount(env, accounts.wangdiantong);
  const deadlineMs = account.WDT_TIMEOUT_SECONDS * 1_000;
  const gate = new CallGate(redis, toCallGateOptions(account));
  const client = createWangdiantongClient(toWangdiantongClientSettings(account), {
    onEvent: (event) => log.warn({ event: "wangdiantong.notice", notice: event }, "旺店通提示"),
    beforeRepeat: async () => gate.series(AbortSignal.timeout(deadlineMs), async (reserve) => reserve()),
  });
  const guard = createSchemeGuard({
    installation: settings.INSTALLATION,
    holder: `${hostname()}:${process.pid}`,
    fingerprint: hashContent([account.WDT_URL, account.WDT_SID]).slice(0, 16),
  });
  const ledger = new Ledger(redis, name);
  const documents = client.documents(scheme.target.name);
  const inventory = new Inventory({ documents, gate, days: settings.INVENTORY_DAYS, log });
  // A conflict that is there already ends the start, with its name.
  await guard(name, ledger);

  let conflict: string | undefined;
  const admit = async (): Promise<void> => {
    await guard(name, ledger).catch((error: unknown) => {
      if (!isFault(error) || error.code !== "INSTALLATION_CONFLICT") throw error;
      conflict = describeFault(error);
      log.error({ event: "loader.conflict", details: error.details }, conflict);
      void worker.stop();
      throw new JobDelay(conflict, CONFLICT_DELAY_MS);
    });
    await inventory.ensure(name, ledger);
  };
  const queue = openQueue({ stage: "load", scheme: name }, redis, log);
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: settings.LOADER_CONCURRENCY,
    log,
    perform: async (attempt) => performLoad({ ledger, documents: client.documents, gate, admit }, attempt),
    onCase: async (payload, reason) => {
      const job = loadJob.safeParse(payload);
      if (job.success) await ledger.recordHeldOrder(orderOf(job.data), reason);
    },
  });
  const audits = startAuditChecks({ redis, documents, gate, log }, ledger, {
    scheme: name,
    target: scheme.target.name,
    everyMs: settings.AUDIT_CHECK_EVERY,
  });
  return {
    readiness: () => [...(worker.isRunning() ? [] : ["推送进程未运行"]), ...(conflict === undefined ? [] : [conflict])],
    stop: async () => {
      await Promise.all([worker.stop(), inventory.stop(), audits.stop()]);
      await queue.close();
    },
  };
}

function startAuditChecks(
  deps: AuditCheckDependencies,
  ledger: Ledger,
  turn: Pick<Parameters<typeof checkAudits>[2], "scheme" | "target" | "everyMs">,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const asked = new Set<string>();
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(async () => checkAudits(deps, ledger, { ...turn, asked, signal: stopping.signal }))
      .catch((error: unknown) =>
        deps.log.warn({ event: "audit-check.failed", error: String(error) }, "审核复查未成功"),
      );
  }, turn.everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}
