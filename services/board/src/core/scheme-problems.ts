/** Why nothing is done with a scheme, in both languages; `{…}` is filled in. */
export const SCHEME_PROBLEMS = {
  SCHEME_UNKNOWN: {
    status: 404,
    "zh-CN": { message: "没有集成方案 {what}", remedy: "可用的方案见 /api/v1/status" },
    en: { message: "There is no scheme {what}", remedy: "/api/v1/status names those that there are" },
  },
  SCHEME_TAKEN: {
    status: 409,
    "zh-CN": { message: "方案 {what} 已存在,没有改动", remedy: "换一个方案名;或直接修改 {path}" },
    en: {
      message: "There is a scheme {what} already; nothing was changed",
      remedy: "Choose another name, or edit {path}",
    },
  },
  SCHEME_UNSOUND: {
    status: 409,
    "zh-CN": { message: "方案 {what} 的草稿有错误,没有保存{why}", remedy: "改正所列各项,再试算一次" },
    en: {
      message: "The draft of {what} has errors and was not saved {why}",
      remedy: "Mend what is listed, and try it again",
    },
  },
} as const;
