import { answers } from './answers.ts';
import { editor } from './editor.ts';
import { fields } from './fields.ts';
import { freshness } from './freshness.ts';

export const resources = { answers, fields, freshness, ...editor };
