/** How staff sign in here. Read from the environment in main.ts. */
export interface StaffSettings {
  oidc: OidcSettings | undefined;
  idleMinutes: number;
  longestHours: number;
  lockOut: { attempts: number; minutes: number };
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
  lockOut: { attempts: 5, minutes: 15 },
};

/** There is one at most; its name is part of the address that it sends people back to. */
export const oidcProviderId = 'oidc';
