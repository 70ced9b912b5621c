/** The ways to people, as settings, state and metrics name them. */
export const CHANNEL_NAMES = ["dingtalk", "wecom", "feishu", "webhook", "mail"] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];
