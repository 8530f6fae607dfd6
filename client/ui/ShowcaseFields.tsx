import { useState } from 'react';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Dialog } from './Dialog.tsx';
import { SegmentedControl } from './SegmentedControl.tsx';
import { Select } from './Select.tsx';
import { Slider } from './Slider.tsx';
import { Tabs } from './Tabs.tsx';
import { TextArea } from './TextArea.tsx';
import { TextField } from './TextField.tsx';

const TIERS = [
  { value: 'low', label: 'Low' },
  { value: 'standard', label: 'Standard' },
  { value: 'high', label: 'High' },
] as const;

/** The fields, with what is wrong and what is off. */
export function ShowcaseFields() {
  const [tier, setTier] = useState<'low' | 'standard' | 'high'>('standard');
  const [amount, setAmount] = useState(40);
  const [isOn, setOn] = useState(true);
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="flex flex-col gap-4 rounded border bg-surface-1 p-4">
      <h2 className="text-12 text-ink-3">Fields</h2>
      <div className="grid gap-4 wide:grid-cols-2">
        <TextField label="Name" defaultValue="The door in the rain" />
        <TextField label="Takes a run" defaultValue="40" error="A whole number from 1 to 16. Kept at 4." />
        <TextField label="Read only" defaultValue="You are a viewer here" disabled />
        <Select label="Quality" value={tier} choices={TIERS} onChange={(value) => setTier(tierOf(value))} />
      </div>
      <TextArea label="Comment" placeholder="What should change on this frame?" />
      <div className="flex flex-wrap items-center gap-4">
        <SegmentedControl label="Quality" value={tier} choices={TIERS} onChange={setTier} />
        <Checkbox label="Comments allowed" isChecked={isOn} onChange={setOn} />
        <Slider label="Wipe" value={amount} min={0} max={100} onChange={setAmount} className="w-32" />
        <Button onClick={() => setOpen(true)}>Dialog</Button>
      </div>
      <Tabs
        label="Example"
        tabs={[
          { value: 'one', label: 'Takes', content: <p className="p-3 text-13">Takes of the shot.</p> },
          { value: 'two', label: 'Notes', content: <p className="p-3 text-13">Notes of the shot.</p> },
        ]}
      />
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Archive “The Lighthouse”?"
        description="Nothing of it is deleted."
        actions={<Button onClick={() => setOpen(false)}>Close</Button>}
      >
        <p className="text-13">Members no longer see it in their list.</p>
      </Dialog>
    </section>
  );
}

function tierOf(value: string): 'low' | 'standard' | 'high' {
  return TIERS.find((tier) => tier.value === value)?.value ?? 'standard';
}
