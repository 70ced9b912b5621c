/**
 * Whether a setting of ours may be given as `NAME_FILE`, too. Only our own: SSL_CERT_FILE, say, belongs to another
 * program. A vendor's setting may bear the name of an account (`WDT_SHOP2_APPSECRET_FILE`).
 */
export function hasSecretFile(name: string): boolean {
  return (
    name === "REDIS_URL" ||
    name === "OIDC_CLIENT_SECRET" ||
    /^ALERT_(DINGTALK_|WECOM_|FEISHU_|WEBHOOK_|SMTP_|HEARTBEAT_|MAIL_)(URL|SECRET|FROM|TO)$/.test(name) ||
    /^KINGDEE_([A-Z0-9]+_)?(URL|ACCOUNT|USER|APP_ID|APP_SECRET|PASSWORD)$/.test(name) ||
    /^WDT_([A-Z0-9]+_)?(URL|SID|APPKEY|APPSECRET)$/.test(name)
  );
}
