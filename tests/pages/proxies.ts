import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as ask } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";

import { execa } from "execa";
import { onTestFinished } from "vitest";

const DOCS = join(import.meta.dirname, "..", "..", "docs");

export const NAME = "billferry.example.com";

export interface ProxyPlace {
  /** Of this proxy alone. */
  readonly folder: string;
  readonly port: number;
  readonly boardPort: number;
  readonly cert: string;
  readonly key: string;
}

/** A certificate for the name, which signs itself. */
export function makeCertificate(folder: string): Pick<ProxyPlace, "cert" | "key"> {
  const [cert, key] = [join(folder, "name.pem"), join(folder, "name.key")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const own = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
  execFileSync("openssl", ["req", "-x509", ...curve, ...own, "-keyout", key, "-out", cert], { stdio: "pipe" });
  return { cert, key };
}

/** What a page shows for a proxy, with ports and files of this place and all else as it is written there. */
export function exampleOf(page: string, language: "nginx" | "caddy", place: ProxyPlace): string {
  const text = readFileSync(join(DOCS, page), "utf8");
  // A highlighter knows no Caddyfile.
  const fence = language === "caddy" ? "txt caddy" : language;
  const example = text.split(`\`\`\`${fence}\n`)[1]?.split("```")[0] ?? "";
  const changes = [
    ...(language === "nginx"
      ? [["listen 443 ssl", `listen 127.0.0.1:${place.port} ssl`]]
      : [[`${NAME} {`, `https://${NAME}:${place.port} {`]]),
    [`/etc/${language}/billferry.pem`, place.cert],
    [`/etc/${language}/billferry.key`, place.key],
    ["127.0.0.1:3000", `127.0.0.1:${place.boardPort}`],
  ];
  return changes.reduce((all, [theirs = "", ours = ""]) => {
    if (!all.includes(theirs)) throw new Error(`${page}: the example for ${language} has no "${theirs}"`);
    return all.replace(theirs, ours);
  }, example);
}

export function startNginx(program: string, example: string, { folder }: ProxyPlace): void {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  const config = join(folder, "nginx.conf");
  writeFileSync(config, `user root; pid ${folder}/pid; events {} http { access_log off; ${paths}\n${example}}\n`);
  start(program, ["-e", "stderr", "-p", folder, "-c", config, "-g", "daemon off;"], folder);
}

export function startCaddy(program: string, example: string, { folder }: ProxyPlace): void {
  const config = join(folder, "Caddyfile");
  writeFileSync(config, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${example}`);
  start(program, ["run", "--config", config, "--adapter", "caddyfile"], folder);
}

function start(program: string, args: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder };
  const child = execa(program, args, { env, extendEnv: false, reject: false, stdin: "ignore", all: true });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    const { exitCode, all } = await child;
    if (exitCode !== 0 && exitCode !== undefined) throw new Error(`${program} ended with ${exitCode}:\n${all}`);
  });
}

/** What any proxy has to do, and nothing else: what the page says of it is enough. */
export function startPlainProxy({ cert, key, port, boardPort }: ProxyPlace): void {
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
    const { method, url: path, headers } = request;
    const onward = ask({ host: "127.0.0.1", port: boardPort, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(port, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
}
