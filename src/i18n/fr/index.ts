import { catalogue } from './catalogue.ts';
import { errors } from './errors.ts';
import * as format from './format.ts';
import { home } from './home.ts';
import { layout } from './layout.ts';
import { result } from './result.ts';
import { trial } from './trial.ts';
import { typesetMessages } from './typeset-messages.ts';

/** Everything the product says in French. The other languages answer the type this one makes. */
export const fr = { ...typesetMessages({ layout, home, catalogue, trial, result, errors }), format };
export type Messages = typeof fr;
