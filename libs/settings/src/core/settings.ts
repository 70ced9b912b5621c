import { Fault, sameInBoth, tellBoth, type Told } from "@billferry/contracts";
import parseDuration from "parse-duration";
import { z } from "zod";

/**
 * Settings come from the environment only, are parsed once at start, and every problem is reported in one message
 * before anything connects. Each setting carries its default, its effect (`meta(about(…))`) and the form of its text
 * (`meta({ form })`) in its own schema, from which `docs/configuration.md` is generated.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parses the environment; throws one Fault `CONFIG_INVALID` that lists every problem, and never a secret's value. */
export function parseSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
  options: {
    /** What is wrong across settings ("A needs B"), found beforehand so that all problems come in one message. */
    readonly problems?: readonly (Told | string)[];
    /** The name under which a setting really stands in the environment; its own by default. */
    readonly nameOf?: (name: string) => string;
  } = {},
): Readonly<z.infer<z.ZodObject<Shape>>> {
  // An empty variable means "not set": compose files and .env files cannot express it otherwise.
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = z.object(shape).safeParse(present);
  const { problems: crossProblems = [], nameOf = (name) => name } = options;
  if (parsed.success && crossProblems.length === 0) return Object.freeze(parsed.data);
  const issues = parsed.error?.issues ?? [];
  const problems = [
    ...issues.map((issue) => describeProblem(issue, { shape, present, nameOf })),
    ...crossProblems.map((problem) => (typeof problem === "string" ? sameInBoth(problem) : problem)),
  ];
  const text = tellBoth((say) => {
    const head = say({ zh: `共 ${problems.length} 处:`, en: `${problems.length} to correct:` });
    return [head, ...problems.map((problem) => `  - ${say(problem)}`)].join("\n");
  });
  throw new Fault("CONFIG_INVALID", text, { details: { problems: problems.length } });
}

/** What a setting does, in both languages. */
export function about(meaning: Told): { readonly description: string; readonly meaning: Told } {
  return { description: meaning.zh, meaning };
}

/** What a value should be, in both languages, as the message of a check: a schema's messages are text. */
export function wanted(text: Told): string {
  return JSON.stringify(text);
}

function readWanted(message: string): Told {
  try {
    return JSON.parse(message) as Told;
  } catch {
    return sameInBoth(message);
  }
}

/**
 * Whether its value is neither printed nor logged; an AppID holds the client's secret, too [kingdee 2.5], and whoever
 * knows the address of a robot may speak in its name.
 */
export function isSecretName(name: string): boolean {
  return /PASSWORD|SECRET|APP_ID|USERS_FILE$|^ALERT_\w+_URL$/.test(name);
}

/** The effective settings for the start line of the log: secrets replaced, credentials cut out of addresses. */
export function describeSettings(
  shape: z.ZodRawShape,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (value !== undefined && isSecretName(name)) return [name, "[redacted]"];
      return [name, typeof value === "string" ? showText(shape, name, value) : value];
    }),
  );
}

/**
 * A setting's schema may say how its text is shown (`meta({ shown })`). Any other loses what stands before its last
 * "@": a password within an address that was not encoded may hold any character.
 */
function showText(shape: z.ZodRawShape, name: string, value: string): string {
  const schema = shape[name];
  const shown = schema && z.globalRegistry.get(schema)?.["shown"];
  return typeof shown === "function" ? String(shown(value)) : value.replace(/\/\/.*@/s, "//[redacted]@");
}

/** "10m", "1s", "500ms" as milliseconds. */
export function duration(name: string): z.ZodType<number, string> {
  return z
    .string()
    .transform((value, context) => {
      const parsed = /[a-z]/i.test(value) ? parseDuration(value) : undefined;
      if (parsed !== undefined && parsed !== null && parsed > 0) return Math.round(parsed);
      const message = wanted({
        zh: `应为时长,例如 10m、30s(${name})`,
        en: `should be a duration such as 10m or 30s (${name})`,
      });
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ form: { zh: "时长", en: "duration" }, unit: "ms" });
}

/** A whole number within limits. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const message = wanted({ zh: `应为 ${min} 到 ${max} 的整数`, en: `should be a whole number from ${min} to ${max}` });
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: message })
    .meta({ form: { zh: `整数 ${min}–${max}`, en: `whole number ${min}–${max}` } });
}

/** An address with one of the given schemes, kept as text. */
export function address(...schemes: string[]): z.ZodType<string, string> {
  const starts = schemes.map((scheme) => `${scheme}://`);
  return z
    .string()
    .refine((value) => starts.some((start) => value.startsWith(start)), {
      error: wanted({ zh: `应以 ${starts.join(" 或 ")} 开头`, en: `should begin with ${starts.join(" or ")}` }),
    })
    .meta({ form: starts.map((start) => `${start}…`).join(" ") });
}

function describeProblem(
  issue: z.core.$ZodIssue,
  { shape, present, nameOf }: { shape: z.ZodRawShape; present: Environment; nameOf: (name: string) => string },
): Told {
  const own = issue.path.join(".");
  const name = nameOf(own);
  const value = present[own];
  const text =
    issue.code === "invalid_value"
      ? { zh: `应为 ${issue.values.join(" | ")} 之一`, en: `should be one of ${issue.values.join(" | ")}` }
      : readWanted(issue.message);
  if (value === undefined && issue.code === "custom") return { zh: `${name}:${text.zh}`, en: `${name}: ${text.en}` };
  if (value === undefined) return { zh: `${name}:未设置(必填)`, en: `${name}: not set, and needed` };
  const shown = isSecretName(name) ? "[redacted]" : JSON.stringify(showText(shape, own, value));
  return { zh: `${name}:${text.zh},实际为 ${shown}`, en: `${name}: ${text.en}, but is ${shown}` };
}
