import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret for a link or a cookie: 32 random bytes, base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a random secret: SHA-256 in hex. Enough for 256 random bits, too little for a password. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A secret that follows from `key` and `subject`, so that it can be shown again and is stored nowhere. base64url, 32 bytes. */
export function deriveSecret(key: string, subject: string): string {
  return createHmac('sha256', key).update(subject).digest('base64url');
}

/** Compares two secrets in a time that says nothing about where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)));
}
