import { resolve } from "node:path";

import { sayIn } from "@billferry/contracts";
import { AlertStore, openChannels } from "@billferry/alerts";
import { openErrands } from "@billferry/errands";
import { repeat } from "@billferry/redis";
import type { RunningService, ServiceContext } from "@billferry/runtime";
import { listSchemes, readScheme } from "@billferry/scheme";

import { addressesIn, CertificateReader } from "./certificates.ts";
import { countMessages } from "./count-messages.ts";
import { DailyRound } from "./daily-round.ts";
import { FactReader } from "./gather.ts";
import { openHeartbeat } from "./heartbeat.ts";
import { RedisAwayTeller } from "./redis-away.ts";
import type { WatcherSettings } from "./settings.ts";
import { Watch } from "./watch.ts";

/** Who does not keep the watch for so long has lost it; another process takes it over. */
const WATCH_LIFE_MS = 20_000;
const KEEP_EVERY_MS = 5_000;
const DAY_MS = 86_400_000;

/** Looks at everything again and again, as long as this process has the watch; else it stands by. */
export async function startWatcher({
  settings,
  env,
  redis,
  log,
}: ServiceContext<WatcherSettings>): Promise<RunningService> {
  const folder = resolve(settings.SCHEME_DIR);
  const schemes = new Map(listSchemes(folder, settings.SCHEMES).map((name) => [name, titleOf(folder, name)]));
  const store = new AlertStore(redis);
  const channels = openChannels(settings);
  const language = settings.ALERT_LANG ?? settings.BILLFERRY_LANG;
  const facts = new FactReader({ redis, log, schemes, certificates: new CertificateReader(addressesIn(env)) });
  const away = new RedisAwayTeller({ channels, waitMs: settings.ALERT_WAIT, log, language });
  const heartbeat = openHeartbeat(settings.ALERT_HEARTBEAT_URL, log);
  const errands = openErrands(redis, log);
  const terms = { keepMs: settings.RECONCILE_KEEP_DAYS * DAY_MS, waitMs: settings.RECONCILE_WAIT };
  const daily = new DailyRound({ redis, log, errands, ...terms });
  const onReport = countMessages(channels, log);
  const watch = new Watch({ language, settings, redis, log, store, channels, facts, daily, schemes, onReport });
  let [isOurs, problem] = [false, ""];
  const keep = async (): Promise<void> => {
    const was = isOurs;
    isOurs = await store.keepWatch(WATCH_LIFE_MS);
    if (isOurs && !was) {
      log.info(
        { event: "watcher.watching", channels: channels.map(({ name }) => name) },
        { zh: "开始值守", en: "keeping the watch" },
      );
      await watch.begin();
    }
    if (!isOurs && was)
      log.warn(
        { event: "watcher.relieved" },
        { zh: "值守已由另一个进程接管", en: "another process has taken the watch over" },
      );
  };
  const onError = (error: unknown): void => {
    problem = error instanceof Error ? error.message : String(error);
    log.warn(
      { event: "watcher.failed", error: problem },
      { zh: "查看未成功,稍后再试", en: "the look did not succeed, it is tried again" },
    );
  };
  const keeping = repeat(keep, { everyMs: KEEP_EVERY_MS, onError, isFirstAtOnce: true });
  const looking = repeat(
    async () => {
      if (!(await away.prove(redis, isOurs)) || !isOurs) return;
      isOurs = await watch.look();
      problem = "";
      if (isOurs) await heartbeat.ping();
    },
    { everyMs: settings.ALERT_EVERY, onError, isFirstAtOnce: true },
  );
  return {
    readiness: () =>
      problem === ""
        ? []
        : [
            sayIn(settings.BILLFERRY_LANG)({
              zh: `最近一次查看未成功:${problem}`,
              en: `the last look did not succeed: ${problem}`,
            }),
          ],
    stop: async () => {
      await Promise.all([looking.stop(), keeping.stop()]);
      await errands.close();
      if (isOurs) await store.leaveWatch().catch(() => undefined);
    },
  };
}

/** What people call a scheme; where its file is broken, which other services tell, its name. */
function titleOf(folder: string, name: string): string {
  const read = readScheme(folder, name);
  return ("scheme" in read ? read.scheme.definition.title : undefined) ?? name;
}
