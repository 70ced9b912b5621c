import { findAuthProblems, KINGDEE_SETTINGS } from "@billferry/kingdee";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { WANGDIANTONG_SETTINGS } from "@billferry/wangdiantong";

export const CLERK_SETTINGS = { ...SCHEME_SETTINGS, ...KINGDEE_SETTINGS, ...WANGDIANTONG_SETTINGS };

export const findClerkProblems = findAuthProblems;
