export const ROOT: string;
export function findNode(): string | undefined;
export function findBrowser(): string | undefined;
