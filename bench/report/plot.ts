import { rounded, type Subject } from "../measurement.ts";

export interface Bar {
  readonly label: string;
  readonly subject: Subject;
  readonly value: number;
}

const COLOURS: Readonly<Record<Subject, string>> = { billferry: "#1f6feb", rival: "#d1711b", chain: "#8c959f" };
const [WIDTH, LABEL_WIDTH, LINE, TOP] = [760, 290, 24, 34];
const VALUE_WIDTH = 70;

/** Bars beside each other's names, from zero, as SVG. */
export function drawBars(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / most;
  const height = TOP + bars.length * LINE + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="8" y="20" font-weight="bold">${escape(title)}</text>`,
    ...bars.flatMap(({ label, subject, value }, index) => {
      const y = TOP + index * LINE;
      const width = Math.max(1, value * scale);
      return [
        `<text x="${LABEL_WIDTH - 8}" y="${y + 14}" text-anchor="end">${escape(label)}</text>`,
        `<rect x="${LABEL_WIDTH}" y="${y}" width="${width.toFixed(1)}" height="${LINE - 6}" fill="${COLOURS[subject]}"/>`,
        `<text x="${(LABEL_WIDTH + width + 6).toFixed(1)}" y="${y + 14}">${rounded(value)}</text>`,
      ];
    }),
    "</svg>",
    "",
  ].join("\n");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
