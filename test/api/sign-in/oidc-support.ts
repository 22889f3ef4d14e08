/** A real OpenID provider over HTTP, on a port of its own, at which one person sits. */
import { createServer } from 'node:http';
import { generateKeyPair, exportJWK } from 'jose';
import { Provider } from 'oidc-provider';
import { whenFileEnds } from '../../support/ending.ts';
import { defaultStaffSettings, type StaffSettings } from '../../../api/sign-in/settings.ts';

export interface PersonAtProvider {
  sub: string;
  email: string;
  verified: boolean;
}

export interface TestProvider {
  issuer: string;
  /** Who signs in next. */
  person: PersonAtProvider | null;
  /** How staff sign in then. */
  settings: StaffSettings;
  /** Knows fugo at this address from now on. */
  know: (publicUrl: string) => Promise<void>;
}

const clientSecret = 'a-secret-of-this-test-alone';

/** Call in `beforeAll`. */
export async function openProvider(): Promise<TestProvider> {
  // Takes connections and says nothing at first, as one may do that is away when fugo starts.
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  whenFileEnds(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The provider listens nowhere');
  const issuer = `http://127.0.0.1:${String(address.port)}`;
  const opened: TestProvider = {
    issuer,
    person: null,
    settings: { ...defaultStaffSettings, oidc: { issuer, clientId: 'fugo', clientSecret, name: '庁内認証' } },
    async know(publicUrl) {
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: 'fugo',
            client_secret: clientSecret,
            redirect_uris: [`${publicUrl}/auth/callback/oidc`],
            token_endpoint_auth_method: 'client_secret_basic',
          },
        ],
        jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' }] },
        cookies: { keys: ['a-key-of-this-test-alone'] },
        pkce: { required: () => true },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        conformIdTokenClaims: false,
        features: { devInteractions: { enabled: true } },
        findAccount: (_context, id) => ({
          accountId: id,
          claims: () => ({
            sub: id,
            name: '見本 職員',
            email: opened.person?.email ?? '',
            email_verified: opened.person?.verified ?? false,
          }),
        }),
      });
      const answer = provider.callback();
      server.removeAllListeners('request');
      server.on('request', (request, response) => void answer(request, response));
    },
  };
  return opened;
}
