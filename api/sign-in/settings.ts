/** How staff sign in here. Read from the environment in main.ts. */
export interface StaffSettings {
  oidc: OidcSettings | undefined;
  idleMinutes: number;
  longestHours: number;
  /** So long an initial password serves that nobody has used. */
  initialPasswordDays: number;
  /** Of one e-mail address. */
  lockOut: { attempts: number; minutes: number };
  /** From one network address, whatever e-mail addresses are tried. Many people may sit behind one. */
  sourceLimit: { attempts: number; minutes: number };
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
}

export interface OidcSettings {
  /** As its discovery document says. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** For the button. */
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

/** There is one at most; its name is part of the address that it sends people back to. */
export const oidcProviderId = 'oidc';
