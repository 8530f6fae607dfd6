import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listModels } from './listModels.ts';

// Run after a pipeline was added: the worker's image cannot read workflows/.
const file = fileURLToPath(new URL('models.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ models: listModels() }, undefined, 2)}\n`);
