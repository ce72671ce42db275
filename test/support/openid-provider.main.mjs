// A real OpenID provider, in a process of its own: it is told its port, its clients and its keys in a message, and new keys in later ones.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

let server;

function configuration({ clients, keys }) {
  return {
    clients,
    jwks: { keys },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'groups'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_, client) => (client.clientId === 'robot' ? 'urn:tom' : undefined),
        getResourceServerInfo: () => ({ scope: 'run', audience: 'tom-api', accessTokenFormat: 'jwt' }),
      },
    },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        email: `${sub}@example.com`,
        email_verified: true,
        preferred_username: sub,
        groups: sub === 'alice' ? ['netops'] : [],
      }),
    }),
  };
}

process.on('message', async (message) => {
  const provider = new Provider(`http://127.0.0.1:${message.port}`, configuration(message));
  const handle = provider.callback();
  if (server === undefined) {
    server = createServer();
    await new Promise((resolve) => server.listen(message.port, '127.0.0.1', resolve));
  }
  server.removeAllListeners('request');
  server.on('request', handle);
  process.send('ready');
});
process.on('disconnect', () => process.exit(0));
