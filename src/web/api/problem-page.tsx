import { Sheet } from './docs/sheet.tsx';
import { PROBLEMS } from './problem.ts';

/** What a problem's `type` leads to: what it means and what to do. */
export function ProblemPage({ slug, status }: { slug: string; status: number }) {
  const problem = Object.values(PROBLEMS).find((one) => one.slug === slug);
  if (problem === undefined) return null;
  return (
    <Sheet title={`${problem.title} (${status})`}>
      <p>
        <code>/problems/{slug}</code>
      </p>
      <h1>{problem.title}</h1>
      <p>Statut HTTP {status}.</p>
      <p>{problem.advice}</p>
      <p>
        <a href="/api/docs">Documentation de l’interface</a>
      </p>
    </Sheet>
  );
}
