import type { OpenEncoder } from '../files/encoder.ts';

export const openNdjson: OpenEncoder<object> = () => Promise.reject(new Error('being built'));
