import type { Told } from "@billferry/contracts";

import type { ChannelName } from "./core/channel-names.ts";
import type { AlertMessage } from "./core/message.ts";
import type { ChannelTraits } from "./core/plan-sending.ts";
import type { SendVerdict } from "./core/verdict.ts";

/** One way to people. */
export interface Channel extends ChannelTraits {
  readonly name: ChannelName;
  /** As people call it. */
  readonly title: Told;
  /** The least time from one message to the next. */
  readonly paceMs: number;
  /** Sends once; never throws. */
  send(message: AlertMessage): Promise<SendVerdict>;
}
