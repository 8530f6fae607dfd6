import { changeSettings, useSettings } from '../settings/settings.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { KEY_TABLE, keyName, type KeyZone } from './keyTable.ts';

/** The keys that work, by zone. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const areSingleKeysOn = useSettings((settings) => settings.areSingleKeysOn);
  return (
    <Dialog
      isOpen
      isWide
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Keys"
      description="They belong to what has the focus. While you type, none of them fires."
    >
      <div className="gap-8 wide:columns-2">
        {KEY_TABLE.map((zone) => (
          <Zone key={zone.zone} zone={zone} />
        ))}
      </div>
      <div className="mt-2 border-t pt-3">
        <Checkbox
          label="Single keys as commands"
          isChecked={areSingleKeysOn}
          onChange={(isOn) => changeSettings({ areSingleKeysOn: isOn })}
        />
      </div>
    </Dialog>
  );
}

function Zone({ zone: { zone, lines } }: { readonly zone: KeyZone }) {
  const isMac = navigator.platform.startsWith('Mac');
  return (
    <section aria-label={zone} className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-12 text-ink-3">{zone}</h3>
      <dl>
        {lines.map(({ act, keys }) => (
          <div key={act} className="flex items-start justify-between gap-3 py-1">
            <dt className="text-13 text-pretty">{act}</dt>
            <dd className="flex shrink-0 flex-wrap justify-end gap-1 pt-0.5">
              {keys.map((key) => (
                <Kbd key={key} keys={keyName(key, isMac)} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
