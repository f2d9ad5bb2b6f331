/** Made by `npm run generate` from the JSON Schema: whether a value has the shape of the language. */
export function scenario(value: unknown): boolean;
export function library(value: unknown): boolean;
