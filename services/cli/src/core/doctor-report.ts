import { sayIn, type Language, type Told } from "@billferry/contracts";
import type { Diagnosis } from "@billferry/doctor";

type Severity = Diagnosis["severity"];
type ReportedCheck = Pick<Diagnosis, "id" | "severity" | "title" | "found" | "remedy">;

const SEVERITIES: Readonly<Record<Severity, { readonly mark: string; readonly word: Told }>> = {
  green: { mark: "✔", word: { zh: "正常", en: "good" } },
  yellow: { mark: "!", word: { zh: "注意", en: "attention" } },
  red: { mark: "✖", word: { zh: "有问题", en: "trouble" } },
  skipped: { mark: "–", word: { zh: "未检查", en: "not checked" } },
};

/**
 * A line for each check; where something has to be done, what it is: to a Chinese reader in both languages, so that he
 * can pass it on.
 */
export function formatDoctorReport(checks: readonly ReportedCheck[], language: Language): string {
  const say = sayIn(language);
  const counts = Object.entries(SEVERITIES).flatMap(([severity, { word }]) => {
    const count = checks.filter((check) => check.severity === severity).length;
    return count > 0 ? [`${say(word)} ${count}`] : [];
  });
  return [
    ...checks.flatMap((check) => formatCheck(check, language)),
    say({ zh: `共 ${checks.length} 项:${counts.join(",")}`, en: `${checks.length} checks: ${counts.join(", ")}` }),
  ].join("\n");
}

function formatCheck({ id, severity, title, found, remedy }: ReportedCheck, language: Language): readonly string[] {
  const mark = SEVERITIES[severity].mark;
  if (language === "en")
    return [`${mark} ${title.en}: ${found.en}  [${id}]`, ...(remedy === null ? [] : [`    → ${remedy.en}`])];
  const line = `${mark} ${title.zh}:${found.zh}  [${id}]`;
  if (remedy === null) return [line];
  return [line, `    → ${remedy.zh}`, `    ${title.en}: ${found.en}`, `    → ${remedy.en}`];
}

/** The exit code: an unreachable side outranks a red check. */
export function doctorExitCode(
  reports: readonly { readonly checks: readonly ReportedCheck[]; readonly unreached: readonly unknown[] }[],
): 0 | 1 | 3 {
  if (reports.some(({ unreached }) => unreached.length > 0)) return 3;
  return reports.some(({ checks }) => checks.some(({ severity }) => severity === "red")) ? 1 : 0;
}
