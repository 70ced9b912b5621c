import {
  createKingdeeClient,
  toKingdeeClientSettings,
  type KingdeeAccountSettings,
  type KingdeeClient,
  type PasswordNotice,
} from "@billferry/kingdee";
import type { Ledger } from "@billferry/ledger";
import { watchCalls, type Logger } from "@billferry/runtime";

/** Once: else a server without `Date` is signed in to at each reading, and sessions pile up there [kingdee 2.6]. */
export function askClockOnce(client: KingdeeClient, log: Logger): (signal: AbortSignal) => Promise<void> {
  let isAsked = false;
  return async (signal) => {
    if (isAsked || client.serverNow().source === "server") return;
    await client.signIn(signal);
    isAsked = true;
    if (client.serverNow().source === "local")
      log.warn({ event: "clock.local" }, "金蝶应答没有 Date 头,时间窗以本机时钟为准,请确认本机时钟准确");
  };
}

/** The account's client; what it says of the password stands in the ledger, for whoever watches. */
export function openReadingClient(
  settings: KingdeeAccountSettings,
  account: string,
  { ledger, log }: { readonly ledger: Ledger; readonly log: Logger },
): KingdeeClient {
  return createKingdeeClient(toKingdeeClientSettings(settings), {
    onCall: watchCalls({ vendor: "kingdee", account }),
    onEvent: (told) => {
      const { kind, ...event } = told;
      log.debug({ event: `kingdee.${kind}`, ...event }, "金蝶");
      if (told.kind === "signed-in") notePassword(ledger, told.passwordNotice, log);
    },
  });
}

/** A password that ends has to be changed before it stops the reading. */
function notePassword(ledger: Ledger, notice: PasswordNotice | null, log: Logger): void {
  if (notice !== null)
    log.warn(
      { event: "kingdee.password-ends", ...notice },
      { zh: "金蝶提示集成用户的密码即将过期", en: "Kingdee warns that the integration user's password ends soon" },
    );
  ledger.progress.notePassword(notice).catch((err: unknown) =>
    log.warn(
      { event: "kingdee.password-not-noted", err },
      {
        zh: "密码提示未能记下,下次登录时再记",
        en: "the notice about the password was not noted; the next sign-in does it",
      },
    ),
  );
}
