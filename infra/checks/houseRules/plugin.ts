import { compositionRootOnly } from './compositionRootOnly.ts';
import { documentedExports } from './documentedExports.ts';
import { fileNames } from './fileNames.ts';
import { importArrows } from './importArrows.ts';
import { noRawMapWrite } from './noRawMapWrite.ts';

// oxlint loads a plugin from its default export.
export default {
  meta: { name: 'house' },
  rules: {
    'composition-root-only': compositionRootOnly,
    'documented-exports': documentedExports,
    'file-names': fileNames,
    'import-arrows': importArrows,
    'no-raw-map-write': noRawMapWrite,
  },
};
