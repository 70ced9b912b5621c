/** What the board answered instead of what was asked for, or why it did not answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(told: { status: number; code: string; message: string; remedy?: string | undefined }) {
    super(told.message);
    this.status = told.status;
    this.code = told.code;
    this.remedy = told.remedy;
  }
}

/** Of the session; sent with every act, so that no other site's page can act in this browser. */
let csrfToken: string | null = null;

export function keepToken(token: string | null): void {
  csrfToken = token;
}

/** Asks the board. Throws a {@link Refusal} for whatever is no answer; one without a status was never answered. */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  headers.set("accept-language", document.documentElement.lang);
  if (csrfToken !== null && init.method !== "GET") headers.set("x-csrf-token", csrfToken);
  const answer = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new Refusal({ status: 0, code: "UNREACHABLE", message: "" });
  });
  const body: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return body as Answer;
  const { code = `HTTP_${answer.status}`, message = "", remedy } = body as Partial<Refusal>;
  throw new Refusal({ status: answer.status, code, message, remedy });
}
