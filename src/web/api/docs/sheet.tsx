import type { PropsWithChildren } from 'hono/jsx';

/** The page around the documentation: its own small stylesheet, its own script, nothing from elsewhere. */
export function Sheet({ title, script, children }: PropsWithChildren<{ title: string; script?: string }>) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} – Pouvoir Bouger`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <link rel="stylesheet" href="/api/docs/docs.css" />
        {script && <script src={script} defer />}
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
