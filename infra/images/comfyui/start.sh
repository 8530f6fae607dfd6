#!/bin/sh
# Says which models are missing, then runs the worker; the container's command adds flags.
set -e
python /comfyui/checkModels.py
exec python main.py --listen 0.0.0.0 --port 8188 --preview-method auto --disable-api-nodes --disable-all-custom-nodes \
  --input-directory /work/input --output-directory /work/output --temp-directory /work/temp --user-directory /work/user "$@"
