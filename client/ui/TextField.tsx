import type { ComponentProps } from 'react';
import { classNames } from './classNames.ts';
import { Field, type FieldProps } from './Field.tsx';
import { FIELD_STYLE } from './fieldStyle.ts';

export interface TextFieldProps
  extends Omit<ComponentProps<'input'>, 'children' | 'id'>,
    Omit<FieldProps, 'children'> {}

/** One line of text with its label. */
export function TextField({ label, hint, error, isLabelHidden = false, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error === undefined ? undefined : true}
          className={classNames(FIELD_STYLE, className)}
          {...rest}
        />
      )}
    </Field>
  );
}
