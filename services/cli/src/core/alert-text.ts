/** What the watch keeps in mind, as `billferry alert list` tells it. */
export interface ShownAlerts {
  readonly alerts: readonly {
    readonly cause: string;
    readonly title: string;
    readonly since: string;
    readonly remedy: string;
    readonly told: Readonly<Record<string, string>>;
  }[];
  /** Messages that are still to be sent. */
  readonly waiting: number;
  readonly channels: readonly {
    readonly name: string;
    readonly lastSent: string | null;
    readonly trouble: string | null;
  }[];
  /** Why nobody watches; null where somebody does. */
  readonly silence: string | null;
}

export function formatAlerts({ alerts, waiting, channels, silence }: ShownAlerts): string {
  const heading = alerts.length === 0 ? "没有告警" : `告警 ${alerts.length} 项:`;
  return [
    heading,
    ...alerts.flatMap(({ cause, title, since, remedy, told }) => [
      `  [${cause}] ${title}(${since} 起)`,
      `    已告知:${
        Object.entries(told)
          .map(([name, at]) => `${name} ${at}`)
          .join("、") || "尚无渠道收到"
      }`,
      `    处理:${remedy}`,
    ]),
    ...(waiting > 0 ? [`待发送的消息:${waiting} 条`] : []),
    ...channels.map(({ name, lastSent, trouble }) =>
      trouble === null ? `渠道 ${name}:最近发送 ${lastSent ?? "无"}` : `渠道 ${name}:发不出消息(${trouble})`,
    ),
    ...(silence === null ? [] : [silence]),
  ].join("\n");
}
