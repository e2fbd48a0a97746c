/** What was typed into a form, by name of the control, as it was sent. */
export type TypedAnswers = Readonly<Record<string, readonly string[]>>;

export type Draft = {
  id: string;
  /** Which form. */
  form: string;
  typed: TypedAnswers;
  updatedAt: string;
  /** When it was sent. */
  doneAt: string | null;
  /** What came of it, in ids. */
  result: Record<string, string> | null;
};

/**
 * A form being filled in: of the member who opened it or, without an account, of whoever shows the secret whose hash is the
 * actor's `link`. Nobody else finds it.
 */
export type DraftStore = {
  /** For a week of a member's, a day of a visitor's, unless for less. */
  insert(draft: { id: string; form: string; typed: TypedAnswers; keptHours?: number }): Promise<void>;
  find(id: string): Promise<Draft | null>;
  /** The same, locked until the transaction ends. */
  lock(id: string): Promise<Draft | null>;
  /** The member's own that is not sent yet, the last one worked on. */
  findOpen(form: string): Promise<Draft | null>;
  save(id: string, typed: TypedAnswers): Promise<void>;
  /** What was typed is forgotten: it has become what it was for. */
  markDone(id: string, result: Record<string, string>): Promise<void>;
  delete(id: string): Promise<void>;
  /** For workers. Says how many. */
  deleteExpired(now: string): Promise<number>;
};
