/** One line on a terminal's standard error that replaces itself; silent where nobody looks on. */
export function openProgressLine(stream: NodeJS.WriteStream): {
  readonly show: (line: string) => void;
  readonly close: () => void;
} {
  let isShown = false;
  const write = (line: string): void => {
    if (stream.isTTY) stream.write(`\r\u001B[2K${line}`);
  };
  return {
    show: (line) => {
      isShown = true;
      write(line);
    },
    close: () => {
      if (isShown) write("");
    },
  };
}
