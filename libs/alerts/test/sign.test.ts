import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";

import { isWebhookSecret, signDingtalk, signFeishu, signWebhook } from "../src/sign.ts";

const WEBHOOK_SECRET = "whsec_YmlsbGZlcnJ5LW1hZGUtdXAta2V5LTAx";

test("DingTalk's signature is made as two other programs make it", () => {
  const sign = signDingtalk("SECmade0up0billferry0test0vector", 1_790_000_000_000);
  expect(sign).toBe("56dbdBRQpcmvtAuEyOyi422OKrw9iI/YZ2GmrrYZJ84=");
  expect(encodeURIComponent(sign)).toBe("56dbdBRQpcmvtAuEyOyi422OKrw9iI%2FYZ2GmrrYZJ84%3D");
});

test("Feishu's signature is made as two other programs make it, and not as DingTalk's", () => {
  const sign = signFeishu("madeUpFeishuSecret01", 1_790_000_000);
  expect(sign).toBe("sof4m/PFzBnGT+c5Nn94Ew3rumijr88lB8sfD/GC/Ig=");
  expect(sign).not.toBe("c4LMuoKoazm2DLhhSgpNdmCBVVF+Z5uOFEMaOyPMYts=");
});

test("a webhook's signature is made as two other programs make it", () => {
  const body = '{"kind":"opened","cause":"WDT_SKU_UNKNOWN","bills":40,"orders":41}';
  const signed = { id: "msg_billferry_0001", timestampSeconds: 1_790_000_000, body };
  expect(signWebhook(WEBHOOK_SECRET, signed)).toBe("v1,3fK5ophsjcMLmmhHCe9DAyHK7gAlB63AQR25zJaskV8=");
});

test("a webhook's signature is taken by the standard's own library, and no other text is", () => {
  const now = Math.floor(Date.now() / 1_000);
  const headers = (body: string) => ({
    "webhook-id": "m",
    "webhook-timestamp": `${now}`,
    "webhook-signature": signWebhook(WEBHOOK_SECRET, { id: "m", timestampSeconds: now, body }),
  });
  const webhook = new Webhook(WEBHOOK_SECRET);
  expect(webhook.verify('{"a":"单据"}', headers('{"a":"单据"}'))).toEqual({ a: "单据" });
  expect(() => webhook.verify('{"a":"单据"}', headers('{"a":"订单"}'))).toThrow(/signature/i);
});

test("a secret of a webhook holds 24 to 64 bytes", () => {
  expect(isWebhookSecret(WEBHOOK_SECRET)).toBe(true);
  expect(isWebhookSecret(`whsec_${Buffer.alloc(64).toString("base64")}`)).toBe(true);
  for (const bad of ["", "abc", "whsec_abc", `whsec_${Buffer.alloc(65).toString("base64")}`, "whsec_%%%"])
    expect(isWebhookSecret(bad)).toBe(false);
});
