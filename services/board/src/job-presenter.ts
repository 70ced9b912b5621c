import { findField } from "@billferry/contracts";
import type { Scheme } from "@billferry/scheme";
import type { Job } from "bullmq";

import { tellText } from "./core/told-text.ts";
import { subjectOf, titleOf, type JobSubject } from "./core/job-subject.ts";
import { viewJob, viewStack, type RowField } from "./core/job-view.ts";
import { maskPersonal } from "./core/mask-personal.ts";
import type { ReaderLanguage } from "./core/problems.ts";
import { shorten } from "./core/shorten.ts";

/** A scheme's file is read again after so long, for the names of its fields. */
const FIELDS_FRESH_MS = 60_000;

export interface PresenterOptions {
  readonly scheme: string;
  readonly language: ReaderLanguage;
  readonly schemeOf: (name: string) => Scheme | undefined;
}

interface Presented {
  readonly subject: JobSubject | undefined;
  readonly title: string | undefined;
}

/** Makes a job readable in place: what is written back is refused, so only what is shown is kept of its content. */
export class JobPresenter {
  readonly #options: PresenterOptions;
  /** What each job was about, by what is shown of its content. */
  readonly #presented = new WeakMap<object, Presented>();
  #fields: { readonly atMs: number; readonly table: Scheme["fields"] | undefined } | undefined;

  constructor(options: PresenterOptions) {
    this.#options = options;
  }

  present(job: Job): void {
    const { language } = this.#options;
    const content: unknown = job.data;
    const failedReason = job.failedReason ?? "";
    const shown = viewJob({ content: this.#cover(content), failedReason }, { language, fieldOf: this.#fieldOf });
    job.data = shorten(shown);
    if (typeof job.data === "object" && job.data !== null)
      this.#presented.set(job.data as object, { subject: subjectOf(content), title: titleOf(content, language) });
    if (failedReason === "") return;
    job.failedReason = tellText(failedReason, language);
    job.stacktrace = (job.stacktrace ?? []).map((stack) => viewStack(stack, { failedReason, language }));
  }

  /** Undefined of what was not made readable here. */
  find(shown: unknown): Presented | undefined {
    return typeof shown === "object" && shown !== null ? this.#presented.get(shown) : undefined;
  }

  /** What comes by another way (a schedule's template) is covered and cut all the same. */
  show(content: unknown): unknown {
    return this.find(content) === undefined ? shorten(this.#cover(content)) : content;
  }

  #cover(content: unknown): unknown {
    return maskPersonal(content, (name) => this.#knownField(name)?.isPersonal === true);
  }

  readonly #fieldOf = (name: string): RowField | undefined => this.#knownField(name);

  /** By the scheme, which may name fields of its own; where it cannot be read, by the document. */
  #knownField(name: string) {
    const nowMs = performance.now();
    if (this.#fields === undefined || nowMs - this.#fields.atMs > FIELDS_FRESH_MS)
      this.#fields = { atMs: nowMs, table: this.#options.schemeOf(this.#options.scheme)?.fields };
    return this.#fields.table?.find(name) ?? findField(name);
  }
}
