import {
  AlertStore,
  openChannels,
  toMessage,
  type AlertRecord,
  type Channel,
  type ChannelState,
} from "@billferry/alerts";
import { CHANNEL_SETTINGS, findChannelProblems } from "@billferry/alerts/settings";
import { formatKingdeeTime, serviceLanguage, SHANGHAI, type Language } from "@billferry/contracts";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import { describeSilence, readHeartbeat } from "@billferry/runtime";
import { parseSettings, type Environment } from "@billferry/settings";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { formatAlerts } from "../core/alert-text.ts";
import { withFoundRedis, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

export function addAlertCommand(program: Command): void {
  const alert = program
    .command("alert")
    .description(say({ zh: "告警:试发消息,查看现有的告警", en: "alerts: send a test message, list what is there" }));
  alert
    .command("test")
    .description(
      say({
        zh: "向每个已设置的渠道发一条测试消息(有一个发不出时退出码为 1)",
        en: "send a test message to every channel that is set (exit code 1 if one cannot send)",
      }),
    )
    .option(
      "--channel <name>",
      say({
        zh: "只试一个:dingtalk、wecom、feishu、webhook、mail",
        en: "try one only: dingtalk, wecom, feishu, webhook, mail",
      }),
    )
    .action(test);
  alert
    .command("list")
    .description(
      say({
        zh: "现有的告警:何时开始、告诉了谁;以及渠道与值守进程是否正常(有发现时退出码为 1)",
        en: "the alerts there are: since when, who was told; and whether channels and watcher work (exit code 1 on findings)",
      }),
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(list);
}

async function test({ channel: wanted }: { readonly channel?: string }): Promise<void> {
  await withFoundRedis(async (found, _log, env) => {
    const channels = chooseChannels(env, wanted);
    const store = "redis" in found ? new AlertStore(found.redis) : undefined;
    const results = await Promise.all(channels.map(async (channel) => tryChannel(channel, store)));
    process.stdout.write(`${results.map(({ line }) => line).join("\n")}\n`);
    if (!results.every(({ isSent }) => isSent)) throw new CommandEnd(EXIT.found, "");
  });
}

function chooseChannels(env: Environment, wanted: string | undefined): readonly Channel[] {
  const channels = openChannels(parseSettings(CHANNEL_SETTINGS, env, { problems: findChannelProblems(env) }));
  const chosen = channels.filter(({ name }) => wanted === undefined || name === wanted);
  if (chosen.length > 0) return chosen;
  throw new CommandEnd(
    EXIT.usage,
    wanted === undefined
      ? say({
          zh: "没有设置任何告警渠道 → 设置 ALERT_DINGTALK_URL、ALERT_WECOM_URL、ALERT_FEISHU_URL、ALERT_WEBHOOK_URL 或 ALERT_SMTP_URL(见 docs/alerts.md)",
          en: "no alert channel is set → set ALERT_DINGTALK_URL, ALERT_WECOM_URL, ALERT_FEISHU_URL, ALERT_WEBHOOK_URL or ALERT_SMTP_URL (see docs/alerts.md)",
        })
      : say({
          zh: `没有设置渠道 ${wanted};已设置的:${channels.map(({ name }) => name).join("、") || "无"}`,
          en: `the channel ${wanted} is not set; set are: ${channels.map(({ name }) => name).join(", ") || "none"}`,
        }),
  );
}

/** A test message speaks as alerts do. */
function alertLanguage(): Language {
  const env = process.env["ALERT_LANG"] ? { BILLFERRY_LANG: process.env["ALERT_LANG"] } : process.env;
  return serviceLanguage(env);
}

async function tryChannel(channel: Channel, store: AlertStore | undefined) {
  const waitMs = (await store?.claimTest(channel.name, channel.perMinute)) ?? 0;
  if (waitMs > 0)
    return {
      isSent: false,
      line: say({
        zh: `${channel.title.zh}:本分钟的消息已满,${Math.ceil(waitMs / 1_000)} 秒后再试`,
        en: `${say(channel.title)}: this minute's messages are used up, try again in ${Math.ceil(waitMs / 1_000)} s`,
      }),
    };
  const turn = `test ${Date.now()}`;
  const verdict = await channel.send(
    toMessage([TEST], { kind: "opened", isEscalation: false, turn, threadTurn: turn, language: alertLanguage() }),
  );
  return verdict.kind === "sent"
    ? { isSent: true, line: say({ zh: `${channel.title.zh}:已发送`, en: `${say(channel.title)}: sent` }) }
    : {
        isSent: false,
        line: say({
          zh: `${channel.title.zh}:未发送(${say(verdict.why)})`,
          en: `${say(channel.title)}: not sent (${say(verdict.why)})`,
        }),
      };
}

const TEST = {
  key: "TEST",
  code: "CHANNEL_BROKEN",
  group: "TEST",
  owner: "it",
  title: { zh: "这是一条测试消息", en: "This is a test message" },
  label: "",
  lines: [{ zh: "看到它,说明这个渠道可用", en: "Whoever sees it knows that this channel works" }],
  remedy: { zh: "无需处理", en: "Nothing to be done" },
  bills: 0,
  orders: 0,
  amount: null,
  path: "/",
  mutedBy: [],
} as const;

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  await withRedis(async (redis) => {
    const shown = await readAlerts(redis);
    process.stdout.write(`${json ? JSON.stringify(shown, inChinese) : formatAlerts(shown, say)}\n`);
    if (shown.alerts.length > 0 || shown.silence !== null) process.exitCode = EXIT.found;
  });
}

async function readAlerts(redis: RedisConnection) {
  const [state, heartbeat, nowMs] = await Promise.all([
    new AlertStore(redis).read(),
    readHeartbeat(redis),
    redisNowMs(redis),
  ]);
  const silence =
    heartbeat === undefined
      ? { zh: "没有值守进程(watcher):不会有告警;请启动它", en: "no watcher runs: there will be no alerts; start it" }
      : undefined;
  return {
    alerts: [...state.alerts.values()].filter(({ openedMs }) => openedMs !== null).map(showAlert),
    waiting: state.pending.length,
    channels: [...state.channels].map(([name, channel]) => showChannel(name, channel)),
    silence: silence ?? describeSilence(heartbeat, nowMs) ?? null,
  };
}

/** `--json` is the same in both languages: what scripts read stays. */
function inChinese(_name: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && "zh" in value ? value.zh : value;
}

function showAlert({ cause, openedMs, told }: AlertRecord) {
  const { code, title, bills, orders, remedy } = cause;
  const toldAt = Object.entries(told).map(([channel, ms]) => [channel, timeOf(ms)] as const);
  return { cause: code, title, bills, orders, remedy, since: timeOf(openedMs ?? 0), told: Object.fromEntries(toldAt) };
}

function showChannel(name: string, { trouble, lastSentMs }: ChannelState) {
  return { name, lastSent: lastSentMs === null ? null : timeOf(lastSentMs), trouble: trouble?.why ?? null };
}

function timeOf(epochMs: number): string {
  return formatKingdeeTime(epochMs, SHANGHAI);
}
