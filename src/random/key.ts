export interface Key {
  readonly a: number;
  readonly b: number;
}
