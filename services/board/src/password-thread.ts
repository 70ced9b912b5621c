import { parentPort } from "node:worker_threads";

import { compare } from "bcryptjs";

/** Compares passwords beside the board: bcrypt is slow on purpose, and nobody signed in shall wait for a guess. */
parentPort?.on("message", (question: { id: number; password: string; hash: string }) => {
  void compare(question.password, question.hash)
    .catch(() => false)
    .then((isRight) => parentPort?.postMessage({ id: question.id, isRight }));
});
