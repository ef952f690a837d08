/** Where a source tells what is no event: `warn` for what a person should know, `debug` for the rest. */
export type SourceLog = (level: 'debug' | 'warn', message: string) => void;

export const silent: SourceLog = () => {};
