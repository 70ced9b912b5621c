import type { Channel, SendingReport } from "@billferry/alerts";
import { tally } from "@billferry/metrics";
import type { Logger } from "@billferry/runtime";

/** Logs and counts what became of each sending; a channel's counts stand there before its first message. */
export function countMessages(
  channels: readonly Pick<Channel, "name">[],
  log: Logger,
): (report: SendingReport) => void {
  for (const { name } of channels)
    for (const result of ["sent", "broken"]) tally.count("alert_messages_total", { channel: name, result }, 0);
  return (report) => {
    tally.count("alert_messages_total", { channel: report.channel, result: report.result });
    const line = { event: "alert.message", ...report };
    if (report.result === "sent") log.info(line, { zh: "告警消息", en: "alert message" });
    else log.warn(line, { zh: "告警消息未发出", en: "alert message not sent" });
  };
}
