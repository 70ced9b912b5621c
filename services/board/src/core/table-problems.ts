/** Why nothing is done with a code table, in both languages; `{…}` is filled in. */
export const TABLE_PROBLEMS = {
  TABLE_UNKNOWN: {
    status: 404,
    "zh-CN": { message: "没有对照表 {what}", remedy: "方案用到的对照表见“对照表”页" },
    en: { message: "There is no code table {what}", remedy: "The tables page shows those that the schemes use" },
  },
  TABLE_OF_FILES: {
    status: 409,
    "zh-CN": {
      message: "对照表 {what} 由文件管理,不能在控制台修改",
      remedy: "修改文件 {path} 并保存,数秒后生效;或请管理员在“对照表”页改由控制台管理",
    },
    en: {
      message: "The table {what} is kept by its file and is not edited here",
      remedy:
        "Edit and save {path}, which holds within seconds; or an administrator has the console take the tables over",
    },
  },
  TABLE_CHANGED: {
    status: 409,
    "zh-CN": {
      message: "对照表 {what} 已由 {by} 于 {at} 改为第 {number} 版,您的修改没有执行",
      remedy: "刷新后在新版本上再改",
    },
    en: {
      message: "{by} has made version {number} of {what} at {at}; nothing of yours was done",
      remedy: "Refresh, and make your change to the new version",
    },
  },
  TABLE_REFUSED: {
    status: 409,
    "zh-CN": { message: "对照表未改动:{zh}", remedy: "改正后再试" },
    en: { message: "The table was not changed: {en}", remedy: "Correct it and try again" },
  },
  TABLES_STUCK: {
    status: 409,
    "zh-CN": {
      message: "看板不能写入方案目录中的 {what},对照表没有交还",
      remedy: "导出这些对照表为 CSV,由有权限的人放入方案目录,内容一致后再交还",
    },
    en: {
      message: "The board cannot write {what} in the schemes' folder; nothing was handed back",
      remedy: "Export these tables as CSV and put them there; once they say the same, hand back",
    },
  },
  TABLES_BROKEN: {
    status: 503,
    "zh-CN": { message: "对照表的登记无法读取:{what}", remedy: "从备份恢复 TABLES_DIR;在此之前沿用原来的对照表" },
    en: {
      message: "The register of tables cannot be read: {what}",
      remedy: "Restore TABLES_DIR from a backup; what held before goes on until then",
    },
  },
  HAND_EDIT_CHANGED: {
    status: 409,
    "zh-CN": { message: "{what} 在您查看之后又有变化,操作没有执行", remedy: "刷新后核对,再操作一次" },
    en: { message: "{what} has changed since you saw it; nothing was done", remedy: "Refresh, check, and act again" },
  },
  UPLOAD_UNREADABLE: {
    status: 422,
    "zh-CN": { message: "{zh}" },
    en: { message: "{en}" },
  },
  UPLOAD_GONE: {
    status: 409,
    "zh-CN": { message: "上传的文件已过期,没有导入", remedy: "重新选择文件,核对后再导入" },
    en: { message: "The uploaded file is gone; nothing was imported", remedy: "Choose the file again" },
  },
} as const;
