import type { Diagnosis } from "@billferry/doctor";

type Severity = Diagnosis["severity"];
type ReportedCheck = Pick<Diagnosis, "id" | "severity" | "title" | "found" | "remedy">;

const SEVERITIES: Readonly<Record<Severity, { readonly mark: string; readonly word: string }>> = {
  green: { mark: "✔", word: "正常" },
  yellow: { mark: "!", word: "注意" },
  red: { mark: "✖", word: "有问题" },
  skipped: { mark: "–", word: "未检查" },
};

/** A line for each check; where something has to be done, what it is, in Chinese and in English. */
export function formatDoctorReport(checks: readonly ReportedCheck[]): string {
  const counts = Object.entries(SEVERITIES).flatMap(([severity, { word }]) => {
    const count = checks.filter((check) => check.severity === severity).length;
    return count > 0 ? [`${word} ${count}`] : [];
  });
  return [...checks.flatMap(formatCheck), `共 ${checks.length} 项:${counts.join(",")}`].join("\n");
}

function formatCheck({ id, severity, title, found, remedy }: ReportedCheck): readonly string[] {
  const line = `${SEVERITIES[severity].mark} ${title.zh}:${found.zh}  [${id}]`;
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
