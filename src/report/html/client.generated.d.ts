/** Made by `npm run generate` from what is in client/. */
export const script: string;
export const style: string;
