import * as fc from "fast-check";
import { expect, test } from "vitest";

import { judgeSignIn } from "../../src/core/judge-sign-in.ts";

test.each([
  ["type 1", { LoginResultType: 1 }],
  ["type 1 as text", { LoginResultType: "1" }],
  ["type -5, which asks for a form", { LoginResultType: -5, IsSuccessByAPI: false }],
  ["IsSuccessByAPI", { LoginResultType: -4, IsSuccessByAPI: true }],
  ["IsSuccessByAPI alone", { IsSuccessByAPI: true }],
  ["a policy notice", { LoginResultType: 1, MessageCode: "CheckPasswordPolicy", IsSuccessByAPI: true }],
])("lets in with %s", (_name, body) => {
  expect(judge(body)).toHaveProperty("value");
});

test.each([
  [{ LoginResultType: 0, Message: "用户名或密码错误" }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: 0, KDSVCSessionId: "hollow" }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: -1, Message: "登录失败" }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: -1, Message: "许可已用完" }, "KD_LICENCE"],
  [{ LoginResultType: -1, MessageCode: "CheckPasswordPolicy" }, "KD_PASSWORD_EXPIRED"],
  [{ LoginResultType: -2 }, "KD_PASSWORD_EXPIRED"],
  [{ LoginResultType: -3 }, "KD_PASSWORD_EXPIRED"],
  [{ LoginResultType: -4 }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: -6 }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: -7 }, "KD_CREDENTIALS_REFUSED"],
  [{ LoginResultType: 42 }, "KD_CREDENTIALS_REFUSED"],
  [{ IsSuccessByAPI: false }, "KD_CREDENTIALS_REFUSED"],
  [{ IsSuccessByAPI: "true" }, "KD_ANSWER_INVALID"],
  [{ Message: "ok" }, "KD_ANSWER_INVALID"],
])("refuses %j as %s", (body, code) => {
  expect(judge(body)).toMatchObject({ finding: { code } });
});

test("takes a live sign-in answer although it holds a replacement character", () => {
  const body = {
    LoginResultType: 1,
    Context: { WeiboAuthInfo: { Charset: { DecoderFallback: { DefaultString: "\uFFFD" } } } },
  };
  expect(judge(body)).toHaveProperty("value");
});

test.each([
  [288000000000, 480],
  [-180000000000, -300],
  [198000000000, 330],
  ["288000000000", 480],
  [9e17, undefined],
  [null, undefined],
  ["east", undefined],
])("reads the zone of %j ticks as %s minutes", (ticks, offsetMinutes) => {
  const verdict = judge({ LoginResultType: 1, Context: { STimeZone: { OffsetTicks: ticks } } });
  expect(verdict).toMatchObject({ value: { zone: offsetMinutes === undefined ? undefined : { offsetMinutes } } });
});

test("has a verdict for every text", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((inner) => `{"LoginResultType":${inner},"Context":${inner}}`),
  );
  fc.assert(
    fc.property(text, (each) => {
      expect(Object.keys(judgeSignIn({ status: 200, text: each, isUtf8: true })).join()).toMatch(/^(value|finding)$/);
    }),
  );
});

function judge(body: unknown) {
  return judgeSignIn({ status: 200, text: JSON.stringify(body), isUtf8: true });
}
