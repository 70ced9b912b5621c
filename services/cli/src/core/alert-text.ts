import type { Say, Told } from "@billferry/contracts";
/** What the watch keeps in mind, as `billferry alert list` tells it. */
export interface ShownAlerts {
  readonly alerts: readonly {
    readonly cause: string;
    readonly title: Told | string;
    readonly since: string;
    readonly remedy: Told | string;
    readonly told: Readonly<Record<string, string>>;
  }[];
  /** Messages that are still to be sent. */
  readonly waiting: number;
  readonly channels: readonly {
    readonly name: string;
    readonly lastSent: string | null;
    readonly trouble: Told | string | null;
  }[];
  /** Why nobody watches; null where somebody does. */
  readonly silence: Told | null;
}

export function formatAlerts({ alerts, waiting, channels, silence }: ShownAlerts, say: Say): string {
  const heading =
    alerts.length === 0
      ? say({ zh: "没有告警", en: "no alerts" })
      : say({ zh: `告警 ${alerts.length} 项:`, en: `${alerts.length} alerts:` });
  return [
    heading,
    ...alerts.flatMap(({ cause, title, since, remedy, told }) => [
      say({ zh: `  [${cause}] ${say(title)}(${since} 起)`, en: `  [${cause}] ${say(title)} (since ${since})` }),
      say({
        zh: `    已告知:${
          Object.entries(told)
            .map(([name, at]) => `${name} ${at}`)
            .join("、") || "尚无渠道收到"
        }`,
        en: `    told: ${
          Object.entries(told)
            .map(([name, at]) => `${name} ${at}`)
            .join(", ") || "no channel yet"
        }`,
      }),
      say({ zh: `    处理:${say(remedy)}`, en: `    remedy: ${say(remedy)}` }),
    ]),
    ...(waiting > 0 ? [say({ zh: `待发送的消息:${waiting} 条`, en: `messages to be sent: ${waiting}` })] : []),
    ...channels.map(({ name, lastSent, trouble }) =>
      trouble === null
        ? say({
            zh: `渠道 ${name}:最近发送 ${lastSent ?? "无"}`,
            en: `channel ${name}: last sent ${lastSent ?? "never"}`,
          })
        : say({ zh: `渠道 ${name}:发不出消息(${say(trouble)})`, en: `channel ${name}: cannot send (${say(trouble)})` }),
    ),
    ...(silence === null ? [] : [say(silence)]),
  ].join("\n");
}
