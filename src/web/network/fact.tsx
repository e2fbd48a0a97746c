import type { PropsWithChildren } from 'hono/jsx';

/** One line of what is known of something. */
export const Fact = ({ term, children }: PropsWithChildren<{ term: string }>) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);
