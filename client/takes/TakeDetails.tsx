import { isJsonObject, type Json, readMedia, type TakeRow } from '@studio/shared/document';
import { tierOf } from '@studio/shared/jobs';
import { nameOfRate } from '@studio/shared/timeline';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { RelativeTime } from '../review/RelativeTime.tsx';
import { usePipelines } from '../sync/useProject.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';

/** How a Take came about: prompt, seed, quality, pipeline, who and when, and what was done differently than asked. */
export function TakeDetails({ take }: { readonly take: TakeRow }) {
  const pipelines = usePipelines();
  const { recipe, quality, notice, madeBy, madeAt } = take;
  const pipeline = pipelines.find((candidate) => candidate.id === recipe?.pipelineId);
  return (
    <section aria-label="Details" className="flex flex-col gap-4 p-3">
      {notice !== '' && (
        <p className="flex gap-2 rounded border bg-surface-2 p-2 text-12 text-ink">
          <Info aria-hidden size={14} className="mt-px shrink-0 text-ink-2" /> {notice}
        </p>
      )}
      {recipe && (
        <div>
          <h3 className="mb-1 text-12 text-ink-3">Prompt</h3>
          <p className="text-13 break-words whitespace-pre-wrap text-ink select-text">{recipe.prompt}</p>
        </div>
      )}
      <dl className="grid grid-cols-[88px_1fr] gap-x-3 gap-y-1 text-12">
        {recipe && (
          <Detail name="Seed" isMono>
            {recipe.seed}
          </Detail>
        )}
        <Detail name="Quality">{tierOf(quality).label}</Detail>
        {recipe && (
          <Detail name="Pipeline">
            {pipeline?.label ?? recipe.pipelineId} <span className="text-ink-3">{recipe.pipelineVersion}</span>
          </Detail>
        )}
        <Detail name="Made by">
          {madeBy.name}, <RelativeTime at={madeAt} />
        </Detail>
        {recipe && <Detail name="Worker">{recipe.worker}</Detail>}
        <Detail name="Picture" isMono>
          {take.width} × {take.height}
        </Detail>
        {take.kind !== 'image' && (
          <Detail name="Length" isMono>
            {lengthOf(take)}
          </Detail>
        )}
        <Detail name="Version" isMono>
          v{String(take.version).padStart(2, '0')}
        </Detail>
        {Object.entries(recipe?.parameters ?? {}).map(([name, value]) => (
          <Detail key={name} name={parameterName(name)} isMono>
            <ParameterValue value={value} />
          </Detail>
        ))}
      </dl>
    </section>
  );
}

/** `startImage` reads as “Start image”. */
function parameterName(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function ParameterValue({ value }: { readonly value: Json }) {
  const media = readMedia(isJsonObject(value) ? { bytes: 0, ...value } : null);
  if (media) {
    return (
      <img src={mediaUrl(media.sha256)} alt="" className="h-[54px] max-w-full rounded-sm bg-black object-contain" />
    );
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lengthOf({ frames, rate }: TakeRow): string {
  return `${frames} frames at ${nameOfRate(rate) ?? Number((rate.num / rate.den).toFixed(3))}`;
}

function Detail(props: { readonly name: string; readonly isMono?: boolean; readonly children: ReactNode }) {
  const { name, isMono = false, children } = props;
  return (
    <>
      <dt className="truncate text-ink-3">{name}</dt>
      <dd className={isMono ? 'font-mono break-all text-ink select-text' : 'text-ink select-text'}>{children}</dd>
    </>
  );
}
