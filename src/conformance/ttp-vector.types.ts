/** A text that is added for parsing. */
export interface TtpInput {
  readonly data: string;
  readonly input_name?: string;
  readonly template_name?: string;
  readonly groups?: readonly string[];
  readonly replace?: boolean;
}

/** A call of the reference, with its arguments by their names. */
export interface TtpCall {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A recorded use of the reference. */
export interface TtpVector {
  readonly id: string;
  readonly kind: 'result' | 'get_input_load' | 'get_template' | 'error' | 'pre_output_only';
  readonly tier: 'core' | 'lib' | 'python';
  readonly needs: readonly string[];
  readonly flags: readonly string[];
  readonly simple: boolean;
  readonly templates: readonly { name: string; text: string; filters?: readonly string[] }[];
  readonly inputs: readonly TtpInput[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly lookups: readonly { name: string; text_data: string; load: string }[];
  readonly files: Readonly<Record<string, string>>;
  readonly dirs?: Readonly<Record<string, readonly string[]>>;
  readonly result_kwargs: Readonly<Record<string, unknown>>;
  readonly calls?: readonly TtpCall[];
  readonly dynamic_path_key_to_int?: boolean;
  readonly result?: unknown;
  readonly pre_output?: readonly { template: string; results: unknown }[];
  readonly macro_used_in?: readonly string[];
}
