export function nodeBinary(version: number | string, architecture?: string): string | null;
