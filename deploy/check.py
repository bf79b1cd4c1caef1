"""What must agree between the files of deploy/ and is in no schema. Called by deploy/check.sh with the rendered
manifests, and with the file to write the dashboard's expressions to as rules, so that promtool can read them; prints each
disagreement and fails if there is one."""

import json
import pathlib
import sys
import tomllib

import yaml

HERE = pathlib.Path(__file__).parent
problems = []


def demand(holds, problem):
    if not holds:
        problems.append(problem)


def read(path):
    return yaml.safe_load((HERE / path).read_text())


def lies_in(path, places):
    """Whether one of the places is this path or a folder above it."""
    return any(pathlib.PurePath(path).is_relative_to(place) for place in places)


def mebibytes(quantity):
    units = {"Mi": 1, "Gi": 1024}
    return int(quantity[:-2]) * units[quantity[-2:]]


# The operator's resource holds the same groups as the file that promtool has tested.
rules = read("prometheus/alerts.yaml")
resource = read("kubernetes/prometheusrule.yaml")
demand(
    resource["spec"] == rules,
    "kubernetes/prometheusrule.yaml: spec differs from prometheus/alerts.yaml",
)

# Each alert is tested both ways.
tested = set()
for path in sorted((HERE / "prometheus").glob("*.test.yaml")):
    for test in yaml.safe_load(path.read_text())["tests"]:
        for case in test["alert_rule_test"]:
            tested.add((case["alertname"], bool(case["exp_alerts"])))
alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"] if "alert" in rule]
for alert in alerts:
    demand((alert, True) in tested, f"{alert}: no test in which it fires")
    demand((alert, False) in tested, f"{alert}: no test in which it stays silent")
demand(len(alerts) == len(set(alerts)), "two alerts have one name")

# What the pods are given is what the configuration needs.
rendered = {}
for document in yaml.safe_load_all(pathlib.Path(sys.argv[1]).read_text()):
    rendered.setdefault(document["kind"], []).append(document)
defaults = tomllib.loads((HERE.parent / "config/copydesk.toml").read_text())
own = tomllib.loads((HERE / "kubernetes/copydesk.toml").read_text())
[stateful] = rendered["StatefulSet"]
pod = stateful["spec"]["template"]["spec"]
[container] = pod["containers"]


def key(section, name):
    return own.get(section, {}).get(name, defaults[section][name])


demand(
    pod["terminationGracePeriodSeconds"] * 1000 > key("shutdown", "deadline_ms"),
    "statefulset.yaml: the grace period is not above shutdown.deadline_ms",
)
# A replica that is killed because it doesn't come up leaves a gap in its series, and the alert begins to wait anew.
[not_ready] = [rule for group in rules["groups"] for rule in group["rules"] if rule.get("alert") == "CopydeskNotReady"]
start = container["startupProbe"]
demand(
    int(not_ready["for"].removesuffix("m")) * 60 <= start["failureThreshold"] * start["periodSeconds"] / 2,
    "CopydeskNotReady waits for longer than half of what the startup probe allows",
)
[port] = container["ports"]
demand(
    key("ops", "listen").endswith(f":{port['containerPort']}"),
    "statefulset.yaml: the container's port is not that of ops.listen",
)
[config] = [found for found in rendered["ConfigMap"] if "copydesk.toml" in found["data"]]
demand(
    [volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume] == [config["metadata"]["name"]],
    "statefulset.yaml: the volume is not the generated ConfigMap",
)
mounted = container["volumeMounts"][0]["mountPath"]
variables = {variable["name"]: variable.get("value") for variable in container["env"]}
demand(
    variables["COPYDESK_CONFIG"] in [f"{mounted}/{name}" for name in config["data"]],
    "statefulset.yaml: COPYDESK_CONFIG names no file of the ConfigMap",
)
claims = [claim["metadata"]["name"] for claim in stateful["spec"].get("volumeClaimTemplates", [])]
writable = {volume["name"] for volume in pod["volumes"] if "emptyDir" in volume} | set(claims)
demand(
    sorted(mount["name"] for mount in container["volumeMounts"])
    == sorted([volume["name"] for volume in pod["volumes"]] + claims),
    "statefulset.yaml: what is mounted is not what there is to mount, each once",
)
demand(
    key("snapshot", "directory") in [mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] in writable],
    "statefulset.yaml: snapshot.directory is no volume that can be written",
)
# The tools' pod is a replica's in all that it reaches and may do, and is taken for one by the network policy alone.
[tools] = rendered["CronJob"]
template = tools["spec"]["jobTemplate"]["spec"]["template"]
[tool] = template["spec"]["containers"]
for name in ("serviceAccountName", "automountServiceAccountToken", "enableServiceLinks", "securityContext"):
    demand(template["spec"][name] == pod[name], f"tools.yaml: {name} is not that of statefulset.yaml")
for name in ("image", "env", "securityContext"):
    demand(tool[name] == container[name], f"tools.yaml: {name} is not that of statefulset.yaml")
for name, whole, part in (("volumes", pod, template["spec"]), ("volumeMounts", container, tool)):
    kept = [item for item in whole[name] if item["name"] not in writable]
    demand(part[name] == kept, f"tools.yaml: {name} are not those of statefulset.yaml")


def selects(selector, labels):
    """Whether a label selector, or the plain labels that a Service has in its place, takes a pod with these labels."""
    plain = selector if not selector.keys() & {"matchLabels", "matchExpressions"} else selector.get("matchLabels", {})
    listed = selector.get("matchExpressions", [])
    demand(all(term["operator"] == "In" for term in listed), f"check.py reads no other operator than In: {listed}")
    return plain.items() <= labels.items() and all(labels.get(term["key"]) in term["values"] for term in listed)


for kind in ("Service", "PodDisruptionBudget", "PodMonitor", "NetworkPolicy"):
    [found] = rendered[kind]
    selector = found["spec"].get("selector") or found["spec"]["podSelector"]
    labels = stateful["spec"]["template"]["metadata"]["labels"]
    demand(selects(selector, labels), f"{kind}: selects other pods than the StatefulSet's")
    takes = selects(selector, template["metadata"]["labels"])
    demand(takes == (kind == "NetworkPolicy"), f"{kind}: {'takes' if takes else 'leaves out'} the pods of tools.yaml")

# The comment in statefulset.yaml states the sum of what the caps allow; here it is again, by the keys themselves.
mib = 1 << 20
caps = (
    (key("batch", "inflight_bytes_max") + key("capture", "record_bytes_max")) / mib
    + 2 * (key("kafka", "prefetch_bytes_max") + key("kafka", "message_bytes_max")) / mib
    + 2 * 64
    + key("workers", "threads") * (4 * key("decode", "page_bytes_max") + 200 * key("decode", "nodes_max")) / mib
    + 8 * key("batch", "inflight_bytes_max") / mib
    + 100
)
limit = mebibytes(container["resources"]["limits"]["memory"])
stated = (HERE / "kubernetes/statefulset.yaml").read_text()
demand(f"in all  {round(caps, -1):,.0f}" in stated, f"statefulset.yaml: the caps' sum is {round(caps, -1):,.0f} MiB")
demand(caps < limit / 2, f"statefulset.yaml: caps of {caps:.0f} MiB leave the memory of articles less than half")
[high] = [rule for group in rules["groups"] for rule in group["rules"] if rule.get("alert") == "CopydeskMemoryHigh"]
demand(
    f"> 0.9 * {limit // 1024} * 1024 * 1024 * 1024" in high["expr"],
    "CopydeskMemoryHigh: not nine tenths of the limit in statefulset.yaml",
)

# The dashboard: no panel twice or over another, each with a unit, a source that can be chosen, and a description.
dashboard = json.loads((HERE / "kubernetes/dashboard.json").read_text())
taken = set()
for panel in dashboard["panels"]:
    name = f"dashboard.json: {panel['title']}"
    at = panel["gridPos"]
    cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
    demand(not cells & taken, f"{name} lies over another panel")
    taken |= cells
    if panel["type"] != "row":
        demand(panel["fieldConfig"]["defaults"].get("unit"), f"{name} has no unit")
        demand(panel.get("description"), f"{name} has no description")
        demand(panel["datasource"]["uid"] == "${datasource}", f"{name} has a source of its own")
ids = [panel["id"] for panel in dashboard["panels"]]
demand(len(ids) == len(set(ids)), "dashboard.json: two panels have one id")
# Each expression parses: promtool takes them as rules once Grafana's variables stand for something.
queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
plain = [query.replace("$__rate_interval", "5m").replace("$", "") for query in queries]
rules_of_panels = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(plain)]
pathlib.Path(sys.argv[2]).write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules_of_panels}]}))

# The local stack: the files that are mounted are there.
compose = read("compose.yaml")
for name, service in compose["services"].items():
    demand("image" in service, f"compose.yaml: {name} has no image")
    for mount in service.get("volumes", []):
        source = mount.split(":")[0]
        demand((HERE / source).exists(), f"compose.yaml: {name} mounts {source}, which isn't there")
build = compose["services"]["copydesk"]["build"]
dockerfile = HERE / build["context"] / build["dockerfile"]
demand(dockerfile.exists(), "compose.yaml: the build's Dockerfile isn't there")

# What the Dockerfile copies exists and is let through by .dockerignore, which lets in by name.
let_in = {line[1:] for line in (HERE.parent / ".dockerignore").read_text().split() if line.startswith("!")}
copied = set()
for line in dockerfile.read_text().splitlines():
    if line.startswith("COPY ") and "--from" not in line:
        for source in line.split()[1:-1]:
            copied.add(source)
            demand((HERE.parent / source).exists(), f"Dockerfile: {source} isn't there")
            demand(lies_in(source, let_in), f"Dockerfile: .dockerignore holds {source} back")
# So is every file that Cargo.toml names a target's: where one is missing, cargo builds none of them.
manifest = tomllib.loads((HERE.parent / "Cargo.toml").read_text())
for kind, folder in (("bin", "src/bin"), ("bench", "benches"), ("test", "tests"), ("example", "examples")):
    for target in manifest.get(kind, []):
        name = target["name"]
        usual = [f"{folder}/{name}.rs", f"{folder}/{name}/main.rs"]
        paths = [target["path"]] if "path" in target else usual
        there = [path for path in paths if (HERE.parent / path).exists()]
        demand(there, f"Dockerfile: Cargo.toml's {kind} {name} has no file")
        for path in there:
            demand(lies_in(path, copied), f"Dockerfile: {path} is not copied, and Cargo.toml names it as {kind} {name}")

for problem in problems:
    print(f"deploy/{problem}", file=sys.stderr)
sys.exit(bool(problems))
