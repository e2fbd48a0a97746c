/** Where whoever has just been let in goes on: with the form that waited, else to their rides. */
export function afterWayIn({ language, draftId }: { language: string; draftId: string | null }): string {
  return draftId === null ? `/${language}/mes-trajets` : `/${language}/reserver/${encodeURIComponent(draftId)}`;
}
