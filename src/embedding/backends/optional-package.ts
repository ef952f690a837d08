/** Imports a package that may be absent. Throws an Error whose message tells a person what is wrong with it. */
export async function importOptional<Module>(name: string): Promise<Module> {
  try {
    return (await import(name)) as Module;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const absent = code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`);
    const reason = absent ? 'is not installed' : `does not load: ${message.split('\n')[0]}`;
    throw new Error(`the package ${name} ${reason}`, { cause });
  }
}
