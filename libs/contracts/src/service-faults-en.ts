import type { FaultWords } from "./fault-entry.ts";
import type { SERVICE_FAULTS } from "./service-faults.ts";

const WAITS = "Nothing needs to be done: it is tried again by itself";
const SUPPORT = "Keep the job and the log, and tell whoever supports the program";

/** What is wrong with the installation, the program or a vendor, in English. */
export const SERVICE_FAULTS_EN: Readonly<Record<keyof typeof SERVICE_FAULTS, FaultWords>> = {
  CONFIG_INVALID: { meaning: "A setting is missing or wrong", remedy: "Correct what is listed, and start again" },
  SCHEME_INVALID: {
    meaning: "The scheme or a code table is wrong",
    remedy:
      "Correct and save the file that is named; running services take it up, one that did not start is started again",
  },
  STATE_UNREADABLE: {
    meaning: "The state in Redis is of another version, or broken",
    remedy: "Of the version before: npx billferry migrate. Else: npx billferry repair, and --rebuild --yes if need be",
  },
  INSTALLATION_CONFLICT: {
    meaning: "Another installation works on this ledger",
    remedy: "Stop one of them, or give it another Redis; to take over, stop the other and start a minute later",
  },
  ACCOUNT_CHANGED: {
    meaning: "This ledger is of another account",
    remedy: "Set the former account and restart; after a real change: stop all, then npx billferry repair --account",
  },
  REDIS_UNUSABLE: {
    meaning: "Redis is not set up as needed",
    remedy: "Correct the setting that is named, and restart",
  },
  WDT_URL_WRONG: {
    meaning: "There is no interface of Wangdiantong's at WDT_URL",
    remedy: "Correct WDT_URL (it ends in /openapi2/) and restart the loader; what was held goes on by itself",
  },
  HTTP_BODY_TOO_LARGE: { meaning: "The answer is too large", remedy: "Ask for fewer rows a page in the scheme" },
  KD_FIELD_UNKNOWN: {
    meaning: "Kingdee does not have a field that was asked for",
    remedy: "Correct the field's name in the scheme, or take it out",
  },
  KD_FORM_UNKNOWN: { meaning: "Kingdee does not have this form", remedy: "Correct the form's FormId in the scheme" },
  KD_FILTER_INVALID: { meaning: "Kingdee cannot read the filter", remedy: "Correct the filter in the scheme" },
  KD_ROW_LIMIT: {
    meaning: "Kingdee gives too few rows at a time, or refuses the number that was asked for",
    remedy: "Have Kingdee's administrator raise WebAPIMaxQueryLimit in common.config (2000 will do); it then goes on",
  },
  KD_ORDER_BROKEN: { meaning: "Kingdee's rows are not in the order that was asked for", remedy: WAITS },
  KD_CONTRACT_BROKEN: {
    meaning: "Kingdee's data are not what was agreed",
    remedy:
      "See whether fields were renamed, data permissions were cut, or a gateway changes answers; mended, it goes on by itself",
  },
  JOB_INVALID: {
    meaning: "The job is not as agreed",
    remedy: "See that all services are of one version, then billferry retry --all",
  },
  PROGRAM_BUG: { meaning: "A mistake of the program", remedy: `${SUPPORT}; mended: billferry retry --case <case>` },
  SHUTDOWN: { meaning: "The service is stopping", remedy: WAITS },
  MAP_CONSERVATION_BROKEN: { meaning: "Quantities or amounts differ after the bill was split", remedy: SUPPORT },
  JOB_POISON: {
    meaning: "This job ended its process several times, and is parked",
    remedy: `${SUPPORT}; mended: billferry retry --case <case>`,
  },
  KD_SESSION_LOST: {
    meaning: "Kingdee's session was lost",
    remedy: "It signs in again by itself; if this goes on, check the credentials",
  },
  KD_CREDENTIALS_REFUSED: {
    meaning: "Kingdee refuses the sign-in",
    remedy: "Check KINGDEE_USER, and the password or the app's secret",
  },
  KD_PASSWORD_EXPIRED: {
    meaning: "The password of Kingdee's user has expired, or must be changed",
    remedy: "Change it in Kingdee, and in the settings",
  },
  KD_ACCOUNT_UNKNOWN: {
    meaning: "Kingdee does not have this account",
    remedy: "Check KINGDEE_ACCOUNT: the data centre's id, not its name",
  },
  KD_PERMISSION_DENIED: {
    meaning: "Kingdee's user may not do this",
    remedy: "Grant the integration's user in Kingdee to query the forms that the scheme reads",
  },
  KD_WAF_BLOCKED: {
    meaning: "Kingdee's security rules stopped the request",
    remedy: "Have Kingdee's administrator let this user pass that rule",
  },
  WDT_CREDENTIALS_REFUSED: {
    meaning: "Wangdiantong refuses the credentials or the signature",
    remedy: "Check WDT_SID, WDT_APPKEY, WDT_APPSECRET and this machine's clock",
  },
  WDT_PERMISSION_DENIED: {
    meaning: "Wangdiantong has not granted this interface",
    remedy: "Have it granted to the appkey; where an IP or allow-list is named, add this machine's outgoing address",
  },
  KD_LICENCE: { meaning: "Kingdee has no free licence", remedy: "Free or add licences; it is tried again by itself" },
  KD_CALL_LIMIT: { meaning: "Kingdee limits the calls", remedy: WAITS },
  WDT_RATE_LIMITED: { meaning: "Wangdiantong limits the calls", remedy: WAITS },
  REDIS_BUSY: {
    meaning: "Redis cannot work for now",
    remedy: "It goes on by itself; after some minutes look after Redis",
  },
  HTTP_NETWORK: {
    meaning: "The network connection failed",
    remedy: "Check network, name and firewall; it is tried again by itself",
  },
  HTTP_DEADLINE: { meaning: "The other side did not answer in time", remedy: WAITS },
  HTTP_STATUS: { meaning: "The other side answered with an unusual HTTP status", remedy: WAITS },
  KD_GATEWAY: { meaning: "Kingdee's gateway failed", remedy: "Check KINGDEE_URL; it is tried again by itself" },
  KD_NOT_API: {
    meaning: "The answer is not of Kingdee's interface (a sign-in page, maybe)",
    remedy: "Check KINGDEE_URL: it ends in /k3cloud/",
  },
  KD_ANSWER_INVALID: {
    meaning: "Kingdee's answer is not as agreed",
    remedy: "It is tried again by itself; if this goes on, tell whoever supports the program",
  },
  KD_BUSINESS_ERROR: {
    meaning: "Kingdee answered with an error",
    remedy: "Read its text; it is tried again by itself",
  },
  WDT_BUSY: { meaning: "Wangdiantong is busy", remedy: WAITS },
  WDT_ANSWER_INVALID: {
    meaning: "Wangdiantong's answer is not as agreed, so the result is unknown",
    remedy: "It is found out by itself, under the same outer number",
  },
};
