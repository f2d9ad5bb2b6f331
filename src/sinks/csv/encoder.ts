import type { OpenEncoder } from '../files/encoder.ts';

export const openCsv: OpenEncoder<object> = () => Promise.reject(new Error('being built'));
