export function bundlePage(folder: string): void;
