import { isDeepStrictEqual } from "node:util";

import {
  beginRound,
  canBeTold,
  decide,
  dueDay,
  findCauses,
  judgeTelling,
  muteExplained,
  reconciledLines,
  reconciledPath,
  sendDue,
  toDaily,
  toReconciled,
  type AlertMessage,
  type AlertRecord,
  type AlertStore,
  type Channel,
  type ReconcileRound,
  type SendingReport,
  type WatchState,
} from "@billferry/alerts";
import { sayIn, type Language } from "@billferry/contracts";
import { countDay, SHOWN_STATES, type ShownState } from "@billferry/desk";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import { beatHeart, type Logger } from "@billferry/runtime";

import type { DailyRound } from "./daily-round.ts";
import type { FactReader } from "./gather.ts";
import type { WatcherSettings } from "./settings.ts";

const DAY_MS = 86_400_000;
/** From one message about a large group to the next. */
const GROUP_MS = 300_000;

interface WatchParts {
  readonly settings: WatcherSettings;
  /** Of those who read the messages. */
  readonly language: Language;
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly store: AlertStore;
  readonly channels: readonly Channel[];
  readonly facts: FactReader;
  readonly daily: DailyRound;
  /** With what people call them. */
  readonly schemes: ReadonlyMap<string, string>;
  readonly onReport: (report: SendingReport) => void;
}

/** One look after another: see, decide, keep in mind, send. */
export class Watch {
  readonly #parts: WatchParts;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** This process has just taken the watch: settings may be others now, so a broken channel is tried again at once. */
  async begin(): Promise<void> {
    const { store, redis } = this.#parts;
    const [{ channels }, nowMs] = await Promise.all([store.read(), redisNowMs(redis)]);
    const fresh = [...channels].map(
      ([name, state]) => [name, { ...state, trouble: state.trouble && { ...state.trouble, retryMs: nowMs } }] as const,
    );
    await store.change({ channels: new Map(fresh) });
  }

  /** False where another process has the watch by now. */
  async look(): Promise<boolean> {
    const { settings, redis, store, channels, facts, onReport } = this.#parts;
    const state = await store.read();
    const seen = await facts.read(state);
    const causes = findCauses(seen, {
      noDeliveryMs: settings.ALERT_NO_DELIVERY,
      oldestMs: settings.ALERT_OLDEST,
      backlogMs: settings.ALERT_BACKLOG,
      certificateMs: settings.ALERT_CERTIFICATE_DAYS * DAY_MS,
    });
    const { nowMs } = seen;
    const usable = channels.map(({ name }) => name).filter((name) => canBeTold(state.channels.get(name), nowMs));
    const plan = decide(state, muteExplained(causes), {
      nowMs,
      times: this.#times(),
      channels: usable,
      language: this.#parts.language,
    });
    const toSend = plan.send.map(({ channel, message }) => waiting(channel, message, nowMs));
    if (!(await store.change({ alerts: changed(state, plan.alerts), pending: toSend, done: plan.drop }))) return false;
    this.#report(state, plan.alerts);
    if (!(await this.#tellDay(state, nowMs))) return false;
    const isOurs = await sendDue({
      store,
      channels,
      now: async () => redisNowMs(redis),
      onReport,
    });
    if (isOurs) await beatHeart(redis, { atMs: nowMs, everyMs: settings.ALERT_EVERY });
    return isOurs;
  }

  #times() {
    const { settings } = this.#parts;
    return {
      waitMs: settings.ALERT_WAIT,
      quietMs: settings.ALERT_QUIET,
      escalateMs: settings.ALERT_ESCALATE,
      clearMs: settings.ALERT_CLEAR,
      groupMs: GROUP_MS,
    };
  }

  /** Once a day, what became of yesterday's bills, and how both ends agree about them. */
  async #tellDay({ daily, round: former }: WatchState, nowMs: number): Promise<boolean> {
    const { settings, store, channels, schemes, daily: reconciliation } = this.#parts;
    const at = settings.ALERT_DAILY_AT === "off" ? null : settings.ALERT_DAILY_AT;
    const { day, mark } = dueDay(nowMs, { at, last: daily });
    if (mark !== null && day === null) return store.change({ daily: mark });
    if (day !== null && former !== null) await reconciliation.giveUp(former);
    const reconciled = settings.RECONCILE_DAILY === "on" ? [...schemes.keys()] : [];
    const begun = day === null ? former : beginRound(day, reconciled, nowMs);
    if (begun === null) return true;
    const round = await reconciliation.advance(begun, nowMs);
    const { telling, isOver } = judgeTelling(round, { nowMs, waitMs: settings.RECONCILE_WAIT });
    const after = isOver ? null : { ...round, isTold: round.isTold || telling === "day" };
    if (mark === null && isDeepStrictEqual(after, former)) return true;
    const messages = telling === "nothing" ? [] : [await this.#toMessage(round, telling)];
    return store.change({
      ...(mark === null ? {} : { daily: mark }),
      round: after,
      pending: messages.flatMap((message) => channels.map(({ name }) => waiting(name, message, nowMs))),
    });
  }

  async #toMessage(round: ReconcileRound, telling: "day" | "rest"): Promise<AlertMessage> {
    const { redis, schemes, facts, language } = this.#parts;
    const { day } = round;
    const about = { day, reconciled: reconciledLines(round, schemes), differencesPath: reconciledPath(round) };
    if (telling === "rest") return toReconciled(about, language);
    const [counts, { total }] = await Promise.all([countDay(redis, [...schemes.keys()], day), facts.readCases()]);
    const states = Object.entries(counts).map(([state, bills]) => [SHOWN_STATES[state as ShownState], bills] as const);
    return toDaily({ ...about, states, cases: total }, language);
  }

  #report(before: WatchState, alerts: ReadonlyMap<string, AlertRecord | null>): void {
    for (const [key, record] of alerts) {
      const was = before.alerts.get(key)?.openedMs ?? null;
      if (record === null && was !== null)
        this.#parts.log.info({ event: "alert.closed", key }, { zh: "告警恢复", en: "alert closed" });
      if (record !== null && record.openedMs !== null && was === null)
        this.#parts.log.warn(
          { event: "alert.opened", key, title: sayIn(this.#parts.language)(record.cause.title) },
          { zh: "告警", en: "alert" },
        );
    }
  }
}

/** Only what has become another: a look that finds all as it was writes nothing. */
function changed({ alerts }: WatchState, after: ReadonlyMap<string, AlertRecord | null>) {
  const isChanged = ([key, record]: readonly [string, AlertRecord | null]): boolean =>
    record === null ? alerts.has(key) : JSON.stringify(alerts.get(key)) !== JSON.stringify(record);
  return new Map([...after].filter(isChanged));
}

function waiting(channel: string, message: AlertMessage, nowMs: number) {
  return { channel, message, sinceMs: nowMs, tries: 0, unknown: 0, nextMs: nowMs };
}
