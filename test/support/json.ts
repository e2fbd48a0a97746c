/** What came over HTTP, or a document: the tests say what it must be, and `startApi` holds answers against their document. */
// biome-ignore lint/suspicious/noExplicitAny: a type would be a promise that the test is there to check.
export type Json = any;
