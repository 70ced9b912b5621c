import { jsonAnswer, type Answer } from "../answer.ts";

/** Kingdee's message codes [kingdee 3.3], as far as the stand-in uses them. */
export const MSG_CODE = {
  sessionLost: 1,
  permission: 2,
  exception: 4,
  database: 6,
  licence: 7,
  badParameter: 8,
  fieldUnknown: 9,
  noSuchData: 10,
  callLimit: 14,
} as const;

/** Whatever makes a query fail as a whole; becomes the error envelope. */
export class KingdeeProblem extends Error {
  readonly msgCode: number;
  constructor(msgCode: number, message: string) {
    super(message);
    this.msgCode = msgCode;
  }
}

export function malformedFilter(): KingdeeProblem {
  return new KingdeeProblem(MSG_CODE.exception, "GetRealExpress error...");
}

export function unknownField(key: string): KingdeeProblem {
  return new KingdeeProblem(MSG_CODE.fieldUnknown, `元数据中标识为${key}的字段不存在`);
}

export function sessionLost(): KingdeeProblem {
  return new KingdeeProblem(MSG_CODE.sessionLost, "会话信息已丢失，请重新登录");
}

export const FORBIDDEN = "您没有该功能的操作权限";

const TEXTS: Readonly<Record<number, string>> = {
  [MSG_CODE.sessionLost]: "会话信息已丢失，请重新登录",
  [MSG_CODE.permission]: FORBIDDEN,
  [MSG_CODE.licence]: "许可错误",
  [MSG_CODE.callLimit]: "调用限制",
};

export function injectedProblem(msgCode: number, message: string | undefined): KingdeeProblem {
  return new KingdeeProblem(msgCode, message ?? TEXTS[msgCode] ?? "系统异常");
}

/** HTTP 200 with the envelope; ExecuteBillQuery alone wraps it in two arrays, so that it looks like one row. */
export function envelope(problem: KingdeeProblem, service: string): Answer {
  const result = {
    Result: {
      ResponseStatus: {
        ErrorCode: 500,
        IsSuccess: false,
        Errors: [{ FieldName: null, Message: problem.message, DIndex: 0 }],
        SuccessEntitys: [],
        SuccessMessages: [],
        MsgCode: problem.msgCode,
      },
    },
  };
  return jsonAnswer(service === "ExecuteBillQuery" ? [[result]] : result);
}
