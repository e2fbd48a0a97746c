import { answers } from './answers.ts';
import { editor } from './editor.ts';
import { fields } from './fields.ts';

export const resources = { answers, fields, ...editor };
