#!/usr/bin/env bash
# Run clang-tidy over the .cc files that differ from the main branch, or over those named.
#   tools/clang_tidy.sh [--all | FILE…]
# Needs the `dev` preset configured once, for its compile_commands.json; takes 5 to 20 s a file.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=clang-tidy-19
command -v $tool > /dev/null || { echo "$tool is missing; run ./bootstrap lint" >&2; exit 2; }
[ -f build-dev/compile_commands.json ] || cmake --preset dev > /dev/null
case "${1-}" in
  --all) mapfile -t files < <(git ls-files 'src/*.cc' 'tests/*.cc') ;;
  '') base=$(git merge-base HEAD main 2> /dev/null || git rev-parse HEAD)
      mapfile -t files < <({ git diff --name-only --diff-filter=d "$base" -- '*.cc'
                             git ls-files -o --exclude-standard -- '*.cc'; } | sort -u) ;;
  *) files=("$@") ;;
esac
[ ${#files[@]} -gt 0 ] || { echo "no C++ file differs from main" >&2; exit 0; }
echo "${#files[@]} files" >&2
printf '%s\0' "${files[@]}" |
  xargs -0 -n 2 -P "$(nproc)" $tool -p build-dev --quiet --extra-arg=-Wno-unknown-warning-option
