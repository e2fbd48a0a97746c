/** What the operator sees: one line a step, with the time since the start; complaints in the same place. */
export type Screen = {
  step(line: string): void;
  say(text: string): void;
  complain(text: string): void;
};

export function createScreen(): Screen {
  const startedAt = performance.now();
  // A closed terminal or a finished `| head` must not end the service.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return {
    step: (line) => console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`),
    say: (text) => console.log(text),
    complain: (text) => console.error(text),
  };
}
