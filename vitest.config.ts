import { defineConfig } from "vitest/config";

// Vitest reads the default export and nothing else.
export default defineConfig({
  test: {
    include: [
      "libs/*/test/**/*.test.ts",
      "services/*/test/**/*.test.ts",
      "tests/**/*.test.ts",
      "bench/test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "tests/compose/**"],
    globalSetup: ["libs/testing/src/global-setup.ts"],
    // Real servers and child processes on two shared cores: generous limits, which a healthy test never comes near.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // A developer's own .env, or the language that he reads, is none of the tests' business.
    env: { ENV_FILE: "/dev/null", BILLFERRY_LANG: "zh" },
    pool: "forks",
    clearMocks: true,
  },
});
