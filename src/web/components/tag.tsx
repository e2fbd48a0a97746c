import type { PropsWithChildren } from 'hono/jsx';

/** `example` marks what is invented; the verdict tones always come with their word. */
export type Tone = 'plain' | 'example' | 'possible' | 'toVerify' | 'impossible';

export function Tag({ tone = 'plain', children }: PropsWithChildren<{ tone?: Tone }>) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}
