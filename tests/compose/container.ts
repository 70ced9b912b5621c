import { Redis } from "ioredis";
import { GenericContainer, Wait } from "testcontainers";

/** One container through testcontainers, with a mapped port, for real. */
const container = await new GenericContainer(process.env["REDIS_IMAGE"] ?? "redis:7.4-bookworm")
  .withCommand(["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""])
  .withExposedPorts(6379)
  .withWaitStrategy(Wait.forLogMessage("Ready to accept connections"))
  .start();
try {
  const client = new Redis({ host: container.getHost(), port: container.getMappedPort(6379) });
  const answer = await client.ping();
  client.disconnect();
  if (answer !== "PONG") throw new Error(`expected PONG, got ${String(answer)}`);
} finally {
  await container.stop();
}
