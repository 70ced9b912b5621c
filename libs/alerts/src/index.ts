export type { Channel } from "./channel.ts";
export { openAddress, openChannels } from "./channels.ts";
export type { AlertRecord, ChannelState, PendingMessage, TellingTimes, WatchState } from "./core/alert-state.ts";
export { muteExplained, type Cause } from "./core/cause.ts";
export { dueDay, toDaily, toReconciled } from "./core/daily.ts";
export { decide } from "./core/decide.ts";
export { findCauses } from "./core/find-causes.ts";
export { toMessage, type AlertMessage } from "./core/message.ts";
export { canBeTold, channelTrouble } from "./core/plan-sending.ts";
export {
  afterFailure,
  beginRound,
  dayAfter,
  judgeDue,
  judgeTelling,
  type ReconcileRound,
  type RoundPart,
} from "./core/reconcile-round.ts";
export { CANCELLED, NO_CLERK, reconciledLines, reconciledPath } from "./core/reconcile-words.ts";
export type { WatchedSchemeFacts, WatchFacts, WatchLimits } from "./core/watch-facts.ts";
export { sendDue, type SendingReport } from "./send-due.ts";
export { AlertStore } from "./store.ts";
