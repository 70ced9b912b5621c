import { z } from "zod";

const count = (fallback: number) => z.coerce.number().int().nonnegative().default(fallback);

const environment = z.object({
  /** Address to listen on. */
  SANDBOX_HOST: z.string().default("127.0.0.1"),
  /** 0: a free port. */
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3100),
  /** Folder for what outlives a restart; empty: memory only. */
  SANDBOX_DATA: z.string().default(""),
  /** Approved, selectable bills to begin with. */
  SANDBOX_BILLS: count(200),
  SANDBOX_SEED: z.coerce.number().int().default(1),
  /** Wangdiantong's limit in any sliding minute. */
  SANDBOX_CALLS_PER_MINUTE: z.coerce.number().int().positive().default(60),
  /** How many of the bills hold a SKU that Wangdiantong does not know. */
  SANDBOX_UNKNOWN_SKUS: count(0),
});

export type SandboxConfig = z.infer<typeof environment>;

/** Reads the environment; throws one error that names every problem. An empty value counts as not given. */
export function loadSandboxConfig(env: Readonly<Record<string, string | undefined>>): SandboxConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environment.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `${name}: ${issue.message}, got ${JSON.stringify(given[name])}`;
  });
  throw new Error(`The settings of the sandbox are wrong:\n${problems.join("\n")}`);
}
