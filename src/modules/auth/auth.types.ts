/** Who is behind a request, once it has been authenticated. */
export interface Caller {
  /** Name from the API key; `anonymous` without authentication. */
  readonly user: string;
  readonly method: 'none' | 'api_key';
}
