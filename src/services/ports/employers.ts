/** Job sites, shift patterns and carpool lines. */
export type EmployerStore = Record<never, never>;
