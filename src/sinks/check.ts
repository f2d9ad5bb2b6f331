/** What can be known of a target before a run: each fact is told as it is found, and nothing is written. */
import type { PlannedStream } from '../model/plan.ts';
import type { Table, ViewRequest } from '../model/table.ts';

export interface CheckRequest {
  readonly tables: readonly Table[];
  readonly views: readonly ViewRequest[];
  readonly planned: readonly PlannedStream[];
  /** Told in any order; what is not known of a target is not told. */
  readonly tell: (facts: Partial<CheckFacts>) => void;
}

export interface CheckFacts {
  /** What answers: `PostgreSQL`, `18.1`; for files the library that reads them. */
  readonly server: { readonly name: string; readonly version: string };
  /** How the connection is encrypted: `TLSv1.3, certificate checked`; null: not at all. */
  readonly tls: string | null;
  /** As whom. */
  readonly user: string;
  /** What a run needs to be allowed, and is. */
  readonly rights: readonly string[];
  /** What set-up would make or change, in order; none: everything is there. */
  readonly changes: readonly SetUpChange[];
  /** Bytes that the target may still take. */
  readonly freeBytes: number;
  /** What else a person may want to know, by a few words: `time zone`, `TimescaleDB`. */
  readonly more: { readonly [name: string]: string };
}

export interface SetUpChange {
  /** Name of the table, the view, the index, the folder … */
  readonly object: string;
  /** In words or as the statement: `create the table`, `ALTER TABLE …`. */
  readonly change: string;
}
