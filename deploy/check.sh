#!/usr/bin/env bash
# Checks everything in deploy/ that can be checked without a cluster and without a container engine:
#   deploy/check.sh TOOLS
# TOOLS is the folder of the checkers that .ci/install sets up; promtool may also be on the PATH.
# What this doesn't show: that the image builds, and that a cluster takes the manifests.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${1:?usage: deploy/check.sh TOOLS}
fail() {
  echo "deploy/check.sh: $*" >&2
  exit 1
}
for tool in python kubectl kubernetes-validate check-jsonschema; do
  [ -x "$tools/$tool" ] || fail "$tools/$tool is missing: run .ci/install"
done
promtool=$tools/promtool
[ -x "$promtool" ] || promtool=$(command -v promtool) || fail "promtool is missing: run .ci/install"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
k8s=deploy/kubernetes

echo "== manifests"
# As a cluster would get them: with names, namespace, image and the hash of the configuration filled in.
"$tools/kubectl" kustomize "$k8s" >"$scratch/rendered.yaml"
for manifest in "$k8s"/*.yaml; do
  name=$(basename "$manifest")
  [ "$name" = kustomization.yaml ] || grep -qx "  - $name" "$k8s/kustomization.yaml" ||
    fail "$manifest is not among the resources of $k8s/kustomization.yaml"
done
# Of kinds that it doesn't know the validator only warns, so those are left to the schemas below, and any other fails.
"$tools/kubernetes-validate" --strict "$scratch/rendered.yaml" 2>&1 | tee "$scratch/validated"
if grep ^WARN "$scratch/validated" | grep -vE 'kind (PodMonitor|PrometheusRule) '; then
  fail "a kind without a schema"
fi
# The same with what kustomization.yaml offers in comments, as whoever takes it would write it.
cp -r "$k8s" "$scratch/offered"
sed -i -E 's/^# (components:|  - volumes|labels:|  - pairs:|      release: .*)$/\1/' "$scratch/offered/kustomization.yaml"
"$tools/kubectl" kustomize "$scratch/offered" >"$scratch/offered.yaml"
for taken in volumeClaimTemplates: release:; do
  grep -q " $taken" "$scratch/offered.yaml" || fail "$k8s/kustomization.yaml offers no $taken that can be taken"
done
"$tools/kubernetes-validate" --strict "$scratch/offered.yaml" >"$scratch/validated" 2>&1 || fail "$(cat "$scratch/validated")"
for kind in podmonitor prometheusrule; do
  # Go's flag for either case is no part of JSON Schema's regular expressions; without it the schema asks for small
  # letters, which is stricter.
  sed 's/(?i)//g' "$k8s/schemas/monitoring.coreos.com_${kind}_v1.json" >"$scratch/$kind.json"
  "$tools/check-jsonschema" --schemafile "$scratch/$kind.json" "$k8s/$kind.yaml"
done

echo "== alerts"
"$promtool" check rules --lint=all --lint-fatal deploy/prometheus/alerts.yaml
"$promtool" check config deploy/prometheus/prometheus.yml
"$promtool" test rules deploy/prometheus/*.test.yaml

echo "== notices"
deploy/notices.sh "$scratch/notices"
for library in librdkafka zstd mimalloc; do
  grep -q "/$library/.*LICENSE" "$scratch/notices/THIRD-PARTY" || fail "notices.sh finds no licence of $library"
done

echo "== one with another"
"$tools/python" deploy/check.py "$scratch/rendered.yaml" "$scratch/dashboard.yaml"
"$tools/python" deploy/check.py "$scratch/offered.yaml" "$scratch/dashboard.yaml"
"$promtool" check rules --lint=none "$scratch/dashboard.yaml"
