/** What flows through a handle; a wire joins an output to an input that takes its kind. */
export type HandleKind = 'image' | 'video' | 'character' | 'style' | 'location' | 'pipeline' | 'shot';

/** A place where wires end. `accepts` lists the kinds an input takes; `max` how many wires. */
export interface InputHandle {
  readonly id: string;
  readonly label: string;
  readonly accepts: readonly HandleKind[];
  readonly max: number;
}

/** A place where wires begin. */
export interface OutputHandle {
  readonly id: string;
  readonly label: string;
  readonly kind: HandleKind;
}

/** A field of a node: its default holds until somebody sets it; `text` is a shared text that many type in at once. */
export type FieldDefinition =
  | { readonly name: string; readonly kind: 'text'; readonly label: string; readonly placeholder: string }
  | { readonly name: string; readonly kind: 'line'; readonly label: string; readonly default: string }
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly label: string;
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit: string;
    }
  | {
      readonly name: string;
      readonly kind: 'choice';
      readonly label: string;
      readonly default: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly name: string; readonly kind: 'media'; readonly label: string }
  | { readonly name: string; readonly kind: 'pipeline'; readonly label: string };

/** What pressing Run on a node asks for. */
export type RunKind = 'take' | 'render';

/** One entry of the catalogue. */
export interface NodeType {
  readonly type: string;
  readonly label: string;
  readonly group: 'Production' | 'Generate' | 'Assets' | 'Canvas';
  readonly help: string;
  readonly inputs: readonly InputHandle[];
  readonly outputs: readonly OutputHandle[];
  readonly fields: readonly FieldDefinition[];
  readonly runs: RunKind | null;
}
