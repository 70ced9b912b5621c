import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** As V8 writes it; times in microseconds. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const TOP = 12;
const IDLE = new Set(["(idle)", "(program)", "(root)"]);

/** What each profile of a folder spent its time on: a table for the page, and a flame graph beside it. */
export function summarizeProfiles(folder: string, images: string): string {
  const files = readdirSync(folder).filter((file) => file.endsWith(".cpuprofile"));
  return files
    .toSorted()
    .map((file) => {
      const stage = file.replace(".cpuprofile", "");
      const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
      writeFileSync(join(images, `flame-${stage}.svg`), drawFlame(stage, profile));
      return summarize(stage, profile);
    })
    .join("\n\n");
}

function summarize(stage: string, profile: CpuProfile): string {
  const self = selfTimes(profile);
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const { id, callFrame } of profile.nodes) {
    const time = self.get(id) ?? 0;
    if (IDLE.has(callFrame.functionName)) continue;
    busy += time;
    const place = placeOf(callFrame.url);
    places.set(place, (places.get(place) ?? 0) + time);
    const name = `${callFrame.functionName || "(anonymous)"} · ${place}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  const share = (time: number): string => `${((100 * time) / busy).toFixed(1)} %`;
  const most = (of: ReadonlyMap<string, number>): (readonly [string, number])[] =>
    [...of].toSorted(([, a], [, b]) => b - a).slice(0, TOP);
  const [byPlace, byFunction] = [most(places), most(functions)];
  return [
    `#### ${stage}: ${(busy / 1e6).toFixed(1)} s at work`,
    "",
    `![flame graph of the ${stage}](images/flame-${stage}.svg)`,
    "",
    "| where | self | function | self |",
    "| --- | --- | --- | --- |",
    ...Array.from({ length: TOP }, (_, index) => {
      const [place, function_] = [byPlace[index], byFunction[index]];
      return `| ${place?.[0] ?? ""} | ${place ? share(place[1]) : ""} | \`${function_?.[0] ?? ""}\` | ${function_ ? share(function_[1]) : ""} |`;
    }),
  ].join("\n");
}

function selfTimes({ samples, timeDeltas }: CpuProfile): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  return times;
}

/** The package, of ours or of others; Node's own parts by their module. */
function placeOf(url: string): string {
  const [, modules] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  const [, own] = /\/((?:libs|services)\/[^/]+)\//.exec(url) ?? [];
  if (own !== undefined) return own;
  if (modules !== undefined) return modules;
  if (url.startsWith("wasm:")) return "wasm";
  return url === "" ? "V8" : url.replace(/^(node:[^/]+(?:\/[^/]+)?).*/, "$1");
}

const [WIDTH, LINE, DEEPEST, LEAST_SHARE] = [1_200, 15, 28, 0.004];

/** From the bottom up, as wide as the time below; what is idle or too thin to read is left out. */
function drawFlame(stage: string, profile: CpuProfile): string {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const self = selfTimes(profile);
  const totals = new Map<number, number>();
  const total = (id: number): number => {
    const node = nodes.get(id)!;
    const own = IDLE.has(node.callFrame.functionName) ? 0 : (self.get(id) ?? 0);
    const sum = own + (node.children ?? []).reduce((all, child) => all + total(child), 0);
    totals.set(id, sum);
    return sum;
  };
  const root = profile.nodes[0]!;
  const all = total(root.id);
  const boxes: string[] = [];
  const draw = (ids: readonly number[], x: number, depth: number): void => {
    // One frame for all calls of one function from one place.
    const groups = Map.groupBy(ids, (id) => `${nodes.get(id)!.callFrame.functionName} ${nodes.get(id)!.callFrame.url}`);
    let left = x;
    for (const group of groups.values()) {
      const time = group.reduce((sum, id) => sum + (totals.get(id) ?? 0), 0);
      if (time / all < LEAST_SHARE || depth > DEEPEST) continue;
      const { functionName, url } = nodes.get(group[0]!)!.callFrame;
      const width = (WIDTH * time) / all;
      boxes.push(drawBox({ left, width, depth, name: functionName || "(anonymous)", place: placeOf(url) }));
      draw(
        group.flatMap((id) => nodes.get(id)!.children ?? []),
        left,
        depth + 1,
      );
      left += width;
    }
  };
  draw(root.children ?? [], 0, 1);
  const height = (DEEPEST + 2) * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">`,
    `<rect width="100%" height="100%" fill="#ffffff"/><text x="4" y="11">${stage}</text>`,
    ...boxes,
    "</svg>",
    "",
  ].join("\n");
}

function drawBox(box: { left: number; width: number; depth: number; name: string; place: string }): string {
  const { left, width, depth, name, place } = box;
  const y = depth * LINE;
  const text = `${name} ${place}`.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const fits = text.slice(0, Math.max(0, Math.floor(width / 6.2)));
  const colour = /^(libs|services)\//.test(place)
    ? "#79b8ff"
    : place === "V8" || place.startsWith("node:")
      ? "#e1e4e8"
      : "#ffd8a8";
  const at = `x="${left.toFixed(1)}" y="${y}"`;
  const rect = `<rect ${at} width="${width.toFixed(1)}" height="${LINE - 1}" fill="${colour}"><title>${text}</title></rect>`;
  return fits.length < 3 ? rect : `${rect}<text x="${(left + 2).toFixed(1)}" y="${y + 11}">${fits}</text>`;
}
