/** How staff sign in here; main.ts reads it from the environment. */
export interface StaffSettings {
  oidc: OidcSettings | undefined;
  idleMinutes: number;
  longestHours: number;
  /** Days after which an unused initial password ends. */
  initialPasswordDays: number;
  /** Failures for one e-mail address. */
  lockOut: { attempts: number; minutes: number };
  /** Failures from one network address, for any e-mail addresses; many people may share that address. */
  sourceLimit: { attempts: number; minutes: number };
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
}

export interface OidcSettings {
  /** As in its discovery document. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Label of the sign-in button. */
  name: string;
}

export const defaultStaffSettings: StaffSettings = {
  oidc: undefined,
  idleMinutes: 30,
  longestHours: 12,
  initialPasswordDays: 14,
  lockOut: { attempts: 5, minutes: 15 },
  sourceLimit: { attempts: 50, minutes: 15 },
  trustedProxies: [],
};

/** There is at most one provider; this id is part of the address that it sends people back to. */
export const oidcProviderId = 'oidc';
