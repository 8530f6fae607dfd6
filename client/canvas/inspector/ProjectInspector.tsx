import { QUALITIES, RATE_NAMES, updateMeta, type MetaChange } from '@studio/shared/document';
import { QUALITY_TIERS } from '@studio/shared/jobs';
import { useMeta, useProjectSession } from '../../sync/useProject.tsx';
import { notifyRefusal } from '../../ui/notify.ts';
import { Select } from '../../ui/Select.tsx';
import { LineField } from './LineField.tsx';
import { NumberField } from './NumberField.tsx';

const RATES = RATE_NAMES.map((rate) => ({
  value: rate,
  label: rate.endsWith('df') ? `${rate.slice(0, -2)} drop frame` : `${rate} frames a second`,
}));
const TIERS = QUALITY_TIERS.map(({ quality, label, vramGb }) => ({ value: quality, label: `${label} · ${vramGb} GB` }));

/** What holds for the whole project. */
export function ProjectInspector() {
  const { doc, canEdit, readOnlyReason } = useProjectSession();
  const meta = useMeta();
  const change = (next: MetaChange) => notifyRefusal(updateMeta(doc, next));
  return (
    <div className="flex flex-col gap-3 p-3">
      {!canEdit && <p className="rounded border px-2 py-1.5 text-12 text-ink-2">{readOnlyReason}</p>}
      <LineField label="Title" value={meta.title} isDisabled={!canEdit} onCommit={(title) => change({ title })} />
      <LineField
        label="Logline"
        value={meta.logline}
        maxLength={400}
        isDisabled={!canEdit}
        onCommit={(logline) => change({ logline })}
      />
      <Select
        label="Frame rate"
        value={meta.rate}
        choices={RATES}
        isDisabled={!canEdit}
        onChange={(value) => {
          const rate = RATE_NAMES.find((name) => name === value);
          if (rate) change({ rate });
        }}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          field={pixels('width', 'Width')}
          value={meta.width}
          isDisabled={!canEdit}
          onCommit={(width) => change({ width })}
        />
        <NumberField
          field={pixels('height', 'Height')}
          value={meta.height}
          isDisabled={!canEdit}
          onCommit={(height) => change({ height })}
        />
      </div>
      <Select
        label="Quality"
        value={meta.quality}
        choices={TIERS}
        hint="What a generator asks for when it does not say otherwise."
        isDisabled={!canEdit}
        onChange={(value) => {
          const quality = QUALITIES.find((name) => name === value);
          if (quality) change({ quality });
        }}
      />
      <p className="text-12 text-ink-3">Select a node to see what it is made of.</p>
    </div>
  );
}

function pixels(name: string, label: string) {
  return { kind: 'number' as const, name, label, default: 1280, min: 16, max: 8192, step: 2, unit: 'px' };
}
