import { defineConfig } from 'drizzle-kit';

/** `node_modules/.bin/drizzle-kit generate --name=…` after a change of `src/db/schema`; `--custom` for SQL by hand. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/*.ts',
  out: './src/db/migrations',
  casing: 'snake_case',
});
