import { type GuestPass, guestSchema } from '@studio/shared/api';

const keyOf = (token: string) => `studio.guest.${token.slice(0, 16)}`;

/** The pass that this device was given for a link, so that a reload does not ask for the name again. */
export function rememberedPass(token: string): GuestPass | undefined {
  try {
    const parsed = guestSchema.safeParse(JSON.parse(localStorage.getItem(keyOf(token)) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    console.warn('guest.pass-unreadable', error);
    return undefined;
  }
}

/** Keeps or forgets the pass of a link on this device. */
export function rememberPass(token: string, pass: GuestPass | undefined): void {
  try {
    if (pass) localStorage.setItem(keyOf(token), JSON.stringify(pass));
    else localStorage.removeItem(keyOf(token));
  } catch (error) {
    console.warn('guest.pass-not-kept', error);
  }
}
