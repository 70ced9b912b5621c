import { HTML_TYPE, jsonAnswer, textAnswer, type Answer } from "../answer.ts";
import type { SessionWords } from "../faults.ts";

const PAGE = "<!DOCTYPE html><html><title>登录</title><body>请登录</body></html>";

/** A lost session as other servers, versions and proxies tell of it, and not in the vendor's own envelope. */
export function answerInOtherWords(words: SessionWords): Answer {
  switch (words) {
    case "text":
      return textAnswer(200, "会话超时");
    case "english":
      return textAnswer(200, "Session timeout");
    case "unauthorized":
      return textAnswer(401, "");
    case "forbidden":
      return textAnswer(403, "");
    case "redirect":
      return { ...textAnswer(302, ""), headers: { location: "/k3cloud/html5/index.aspx" } };
    case "page":
      return { ...textAnswer(200, PAGE), contentType: HTML_TYPE };
    case "not-signed-in":
      return refusal("用户未登录");
    case "expired":
      return refusal("登录已失效,请重新登录");
    case "invalid":
      return refusal("invalid session");
  }
}

/** With a code that says nothing. */
function refusal(message: string): Answer {
  const errors = [{ FieldName: "", Message: message, DIndex: 0 }];
  const result = { Result: { ResponseStatus: { IsSuccess: false, ErrorCode: 500, Errors: errors, MsgCode: 0 } } };
  return jsonAnswer([[result]]);
}
