export const OAUTH_TEST_PATH = '/static/oauth-test.html';

export const OAUTH_TEST_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that tries the log-in to a provider, step by step. */
export const OAUTH_TEST_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Tom: try a log-in</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
      pre { background: #f3f3f3; padding: 0.75rem; overflow-x: auto; white-space: pre-wrap; word-break: break-all; }
      button { font: inherit; padding: 0.3rem 1rem; margin: 0 0.5rem 0.5rem 0; }
      [hidden] { display: none; }
      #fault { color: #a00000; }
    </style>
  </head>
  <body>
    <h1>Try a log-in</h1>
    <p>This page logs in to a provider of <code>jwt_providers</code> in your browser, with PKCE, and shows what Tom makes of the token.</p>
    <h2>1. Choose a provider</h2>
    <p id="providers">Asking …</p>
    <p>It has to know this address as one to send the browser back to: <code id="redirect"></code></p>
    <p id="fault" role="alert"></p>
    <section id="result" hidden>
      <h2>2. The token says</h2>
      <pre id="claims"></pre>
      <h2>3. Tom says</h2>
      <pre id="caller"></pre>
      <h2>4. Use it</h2>
      <pre id="command"></pre>
    </section>
    <script src="/static/oauth-test.js"></script>
  </body>
</html>
`;
