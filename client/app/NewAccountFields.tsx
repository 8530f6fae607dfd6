import { TextField } from '../ui/TextField.tsx';
import type { Submission } from './useSubmit.ts';

/** The names of the fields below, for `useSubmit`. */
export const NEW_ACCOUNT_FIELDS = ['name', 'password'] as const;

/** How somebody will be called. */
export function NewNameField({ form, autoFocus }: { readonly form: Submission; readonly autoFocus?: boolean }) {
  return (
    <TextField
      label="Your name"
      name="name"
      autoComplete="name"
      required
      autoFocus={autoFocus}
      maxLength={80}
      error={form.errorOf('name')}
    />
  );
}

/** Their password, and what is wrong with the form as a whole. */
export function NewPasswordField({ form }: { readonly form: Submission }) {
  return (
    <>
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint="At least 10 characters."
        error={form.errorOf('password')}
      />
      {form.generalError !== undefined && (
        <p role="alert" className="text-13 text-danger">
          {form.generalError}
        </p>
      )}
    </>
  );
}
