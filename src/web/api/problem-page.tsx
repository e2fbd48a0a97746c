import { Sheet } from './docs/sheet.tsx';
import { PROBLEMS, type ProblemKind, statusOf } from './problem.ts';

/** What a problem's `type` leads to: what it means and what to do. */
export function ProblemPage({ kind }: { kind: ProblemKind }) {
  const { slug, title, advice } = PROBLEMS[kind];
  return (
    <Sheet title={title}>
      <h1>{title}</h1>
      <p>
        <code>/problems/{slug}</code>, statut HTTP {statusOf(kind)}
      </p>
      <p>{advice}</p>
      <p>
        <a href="/api/docs">L’interface pour les programmes</a>
      </p>
    </Sheet>
  );
}
