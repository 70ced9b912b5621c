/** The report of `billferry doctor` as text. Types of its own: this folder knows no doctor. */
type Words = Readonly<Record<"zh" | "en", string>>;

const SEVERITIES = {
  green: { mark: "✔", word: "正常" },
  yellow: { mark: "!", word: "注意" },
  red: { mark: "✖", word: "有问题" },
  skipped: { mark: "–", word: "未检查" },
} as const;
type Severity = keyof typeof SEVERITIES;

export interface ReportedCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly title: Words;
  readonly found: Words;
  readonly remedy: Words | null;
}

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
