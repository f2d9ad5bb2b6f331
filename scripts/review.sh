#!/usr/bin/env bash
#
# What a change does to the data of scenarios, as a comment on a pull request.
#
#   BASE=origin/main SCENARIOS='scenarios/*.yaml' COMMENT=review.md scripts/review.sh
#
# Validates all scenarios (annotations for GitHub go to stdout), and compares those that the change can reach with
# what they were where it branched off. COMMENT takes the text, and is empty where there is nothing to say.
# Exit: 0, 3 where a scenario is not valid, else the code of what failed.
set -euo pipefail

: "${BASE:?the revision to compare with, such as origin/main}"
: "${COMMENT:?the file that takes the comment}"
SCENARIOS="${SCENARIOS:-scenarios/*.yaml}"
SEEDCTL="${SEEDCTL:-seedctl}"
# GitHub refuses a comment above 65,536 characters.
LARGEST=60000

# Patterns of git, one a line, in which * stays within a folder; words of the command may be several.
mapfile -t patterns < <(printf '%s\n' "$SCENARIOS" | sed '/^[[:space:]]*$/d; s/^[^:]/:(glob)&/')
read -r -a seedctl <<< "$SEEDCTL"

base=$(git merge-base "$BASE" HEAD)
git diff --name-only --no-renames -z "$base" > "$COMMENT.changed"
git ls-files -z --cached --others --exclude-standard -- "${patterns[@]}" > "$COMMENT.now"
git diff --name-status --find-renames -z "$base" -- "${patterns[@]}" > "$COMMENT.status"
trap 'rm -f "$COMMENT".{changed,now,status,part,error}' EXIT

mapfile -d '' -t changed < "$COMMENT.changed"
files=()
while IFS= read -r -d '' file; do
  [ -e "$file" ] && files+=("$file")
done < "$COMMENT.now"

# 1. Every scenario, since one may include what was changed.
code=0
if [ ${#files[@]} -gt 0 ]; then "${seedctl[@]}" validate --format github -- "${files[@]}" || code=$?; fi

# 2. Where each came from: itself, another name, or nowhere.
declare -A old=() kind=()
while IFS= read -r -d '' status; do
  IFS= read -r -d '' path
  case "$status" in
    R*) IFS= read -r -d '' to; old["$to"]="$path"; kind["$to"]=renamed ;;
    A) kind["$path"]=added ;;
    D) kind["$path"]=removed ;;
    *) kind["$path"]=changed ;;
  esac
done < "$COMMENT.status"

# 3. What is no scenario may be included by any.
every=no
for path in "${changed[@]}"; do
  case "$path" in
    *.yaml | *.yml | *.csv | *.json) [ -n "${kind["$path"]:-}" ] || every=yes ;;
  esac
done

: > "$COMMENT"
shown=0 left=0
say() {
  local size
  size=$(($(wc -m < "$COMMENT") + $(wc -m < "$COMMENT.part")))
  if [ "$size" -gt "$LARGEST" ]; then left=$((left + 1)); return; fi
  if [ "$shown" -eq 0 ]; then printf '<!-- seedctl review -->\n## What changes in the data\n\n' >> "$COMMENT"; fi
  shown=$((shown + 1))
  cat "$COMMENT.part" >> "$COMMENT"
  printf '\n' >> "$COMMENT"
}

for file in "${files[@]}"; do
  what="${kind["$file"]:-}"
  if [ -z "$what" ] && [ "$every" = no ]; then continue; fi
  if [ "$what" = added ]; then
    if "${seedctl[@]}" plan "$file" > "$COMMENT.error" 2>&1; then
      printf '### 🆕 `%s`\n\n<details><summary>Its plan</summary>\n\n```text\n%s\n```\n\n</details>\n' "$file" "$(cat "$COMMENT.error")" > "$COMMENT.part"
    else
      printf '### ❌ `%s`\n\nIt is new, and not valid: see the annotations.\n' "$file" > "$COMMENT.part"
    fi
    say
    continue
  fi
  ended=0
  "${seedctl[@]}" diff "git:$base:${old["$file"]:-$file}" "$file" --format markdown --exit-code > "$COMMENT.part" 2> "$COMMENT.error" || ended=$?
  case "$ended" in
    # The same data: worth a word only where the scenario itself was changed.
    0) [ -n "$what" ] && say ;;
    9) say ;;
    3) printf '### ❌ `%s`\n\nIt, or what it was, is not valid: nothing to compare.\n' "$file" > "$COMMENT.part"; say ;;
    *) cat "$COMMENT.error" >&2; exit "$ended" ;;
  esac
done
for path in "${!kind[@]}"; do
  if [ "${kind["$path"]}" = removed ]; then printf '### 🗑️ `%s` is removed\n' "$path" > "$COMMENT.part"; say; fi
done
if [ "$left" -gt 0 ]; then printf '_%s more scenarios do not fit here: `seedctl diff` shows them._\n' "$left" >> "$COMMENT"; fi
exit "$code"
