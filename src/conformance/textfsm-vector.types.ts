/** A failure of the reference. */
export interface ReferenceError {
  /** Name of the Python class. */
  readonly type: string;
  readonly message: string;
}

/** A call on a table. */
export interface TableOperation {
  readonly op: string;
  readonly args: readonly (readonly string[])[];
}

/** A call that went before on the same template. */
export interface ParseStep {
  readonly op: string;
  readonly input?: string;
  readonly eof?: boolean;
}

/** One rule of the language: what goes in depends on the kind, and so does what comes out. */
export interface TextFsmVector {
  readonly id?: string;
  readonly kind: string;
  readonly method?: string;
  readonly template?: string;
  readonly line?: string;
  readonly command?: string;
  readonly line_num?: number;
  readonly history?: readonly ParseStep[];
  readonly input?: string;
  readonly eof?: boolean;
  readonly attribute?: string;
  readonly index?: string;
  readonly custom_hooks?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly templates?: Readonly<Record<string, string | readonly string[]>>;
  readonly template_arg?: string | null;
  readonly ops?: readonly TableOperation[];
  readonly op?: TableOperation;
  readonly row_index?: number;
  readonly keys?: readonly string[];
  /** What the reference throws, where it throws. */
  readonly error?: ReferenceError;
}
