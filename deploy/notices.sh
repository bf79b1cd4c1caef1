#!/bin/sh
# Gathers the notices of what is linked into the binary, for the image:
#   deploy/notices.sh FOLDER
# FOLDER/THIRD-PARTY names each crate with its version and licence. Under that stands every text of a licence that lies in
# their packages, once, headed by where it lies; C libraries that are linked in, such as librdkafka, lie in the packages that
# build them. FOLDER/RUST-LIBRARY.html is what Rust tells of its standard library.
# It reads what cargo has fetched to build, so it fetches nothing after a build. Nothing but a shell is needed besides.
set -eu
folder=${1:?usage: deploy/notices.sh FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/heads" "$scratch/texts"

# Of a crate that bears this or another licence, COPYING beside LICENSE tells of the other, as zstd's does; alone it counts.
texts() {
  find "$1" -type f \( -iname 'licen[cs]e*' -o -iname 'unlicen[cs]e*' -o -iname 'copyright*' -o -iname 'notice*' \) | sort
}

# Macros run in the compiler and are linked into nothing. copydesk's own licence lies beside what is made here.
cargo tree --locked --edges normal,no-proc-macro --prefix none --no-dedupe --format '{p}|{l}|{r}' >"$scratch/tree"
sort -u "$scratch/tree" | grep -v '^copydesk ' >"$scratch/crates"

while IFS='|' read -r crate licence repository; do
  name=${crate% v*}-${crate##* v}
  package=
  for found in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$name"; do
    if [ -d "$found" ]; then package=$found; fi
  done
  if [ -z "$package" ]; then
    echo "deploy/notices.sh: cargo has no sources of $crate" >&2
    exit 1
  fi
  texts "$package" >"$scratch/found"
  [ -s "$scratch/found" ] || find "$package" -type f -iname 'copying*' >"$scratch/found"
  [ -s "$scratch/found" ] || echo "$name, $repository" >>"$scratch/bare"
  echo "$name: $licence" >>"$scratch/list"
  while read -r file; do
    # Texts that differ in their line breaks alone are one text.
    sum=$(tr -s '[:space:]' ' ' <"$file" | cksum | tr ' ' -)
    [ -e "$scratch/texts/$sum" ] || echo "$sum" >>"$scratch/order"
    cp "$file" "$scratch/texts/$sum"
    echo "$name/${file#"$package"/}" >>"$scratch/heads/$sum"
  done <"$scratch/found"
done <"$scratch/crates"

{
  echo "What is linked into copydesk, by the names and the licences that its packages state:"
  echo
  cat "$scratch/list"
  if [ -s "$scratch/bare" ]; then
    echo
    echo "Of these the package holds no text of its licence:"
    cat "$scratch/bare"
  fi
  while read -r sum; do
    printf '\n%s\n' ----------------------------------------------------------------
    cat "$scratch/heads/$sum"
    echo
    cat "$scratch/texts/$sum"
  done <"$scratch/order"
} >"$folder/THIRD-PARTY"
cp "$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html" "$folder/RUST-LIBRARY.html"
