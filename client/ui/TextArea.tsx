import type { ComponentProps } from 'react';
import { classNames } from './classNames.ts';
import { Field, type FieldProps } from './Field.tsx';
import { FIELD_STYLE } from './fieldStyle.ts';

export interface TextAreaProps
  extends Omit<ComponentProps<'textarea'>, 'children' | 'id'>,
    Omit<FieldProps, 'children'> {}

/** Several lines of text with their label. */
export function TextArea({ label, hint, error, isLabelHidden = false, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          rows={3}
          aria-describedby={describedBy}
          aria-invalid={error === undefined ? undefined : true}
          className={classNames(FIELD_STYLE, 'h-auto resize-y py-1.5', className)}
          {...rest}
        />
      )}
    </Field>
  );
}
