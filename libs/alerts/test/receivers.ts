import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";

export interface Received {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that takes what a robot or webhook takes, and answers as it is told. */
export async function startReceiver(
  answer: (received: Received, count: number) => { status?: number; body?: unknown; hangUp?: boolean } = () => ({}),
) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
      const own = { path: pathname, query: searchParams, headers: request.headers, body };
      received.push(own);
      const { status = 200, body: told = { errcode: 0 }, hangUp } = answer(own, received.length);
      if (hangUp) request.socket.destroy();
      else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(told));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

/** An SMTP server that lets one user in. */
export async function startMailServer(own: {
  readonly user: string;
  readonly password: string;
  readonly refuse?: string;
}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authMethods: ["PLAIN", "LOGIN"],
    onAuth: ({ username, password }, _session, callback) => {
      if (username === own.user && password === own.password) callback(null, { user: username });
      else callback(new Error("Invalid login"));
    },
    onRcptTo: ({ address }, _session, callback) => {
      if (address === own.refuse) callback(Object.assign(new Error("no such user"), { responseCode: 550 }));
      else callback();
    },
    onData: (stream, session, callback) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        callback();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => server.close());
  const { port } = server.server.address() as AddressInfo;
  const login = `${encodeURIComponent(own.user)}:${encodeURIComponent(own.password)}`;
  return { url: `smtp://${login}@127.0.0.1:${port}`, mails };
}
