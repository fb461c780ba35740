/** Where stages say what they do; silent by default, so that nothing but a face prints. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

export function voidLogger(): Logger {
  return { info: () => undefined, warn: () => undefined };
}
