export const employer = {};
