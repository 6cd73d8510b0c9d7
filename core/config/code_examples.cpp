#include "core/config/code_examples.hpp"

#include <algorithm>
#include <array>

namespace mlp::config {

namespace {

/// mlp.yaml, then further files, each behind a line "--- NAME".
struct ExampleRow {
    std::string_view code;
    std::string_view wrong;
    std::string_view right;
};

// clang-format off
constexpr auto example_table = std::to_array<ExampleRow>({
    {"MLP001",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: \"make\" train\n    desc: 'the customers who don't stay'\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: make train\n    desc: \"the customers who don't stay\"\n"},
    {"MLP002",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n--- params.yaml/train.yaml\nlr: 0.1\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n--- params.yaml\nlr: 0.1\n"},
    {"MLP004",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    outs: [model.pkl]\n"
     "    outs: [log.txt]\n    deps: [train.py]\n--- train.py\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    outs: [model.pkl, log.txt]\n"
     "    deps: [train.py]\n--- train.py\n"},
    {"MLP005",
     "version: 1\nproject: churn\nvars:\n  - a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
     "    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
     "    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
     "    f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
     "version: 1\nproject: churn\nvars:\n  - a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"},
    {"MLP006",
     "version: 1\nproject: churn\n---\nproject: other\n",
     "version: 1\nproject: churn\n"},
    {"MLP007",
     "version: 1\nproject: churn\n--- mlp.lock\nversion: 1\nstges: {}\n",
     "version: 1\nproject: churn\n--- mlp.lock\nversion: 1\nstages: {}\n"},
    {"MLP008",
     "version: 1\nproject: churn\nstages:\n  train:\n  cmd: make train\n  metrics: [scores.json]\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: make train\n    metrics: [scores.json]\n"},
    {"MLP010",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    dpes: [train.py]\n--- train.py\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: [train.py]\n--- train.py\n"},
    {"MLP011",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: train.py\n--- train.py\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: [train.py]\n--- train.py\n"},
    {"MLP012",
     "version: 1\nproject: churn\nstages:\n  train:\n    outs: [model.pkl]\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python -c 'open(\"model.pkl\", \"w\")'\n"
     "    outs: [model.pkl]\n"},
    {"MLP013",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: make train\n    retries: -1\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: make train\n    retries: 1\n"},
    {"MLP014",
     "version: 2\nproject: churn\n",
     "version: 1\nproject: churn\n"},
    {"MLP015",
     "version: 1\nproject: churn\nstages:\n  train.model: {cmd: make train}\n",
     "version: 1\nproject: churn\nstages:\n  train-model: {cmd: make train}\n"},
    {"MLP016",
     "version: 1\nproject: churn\nstages:\n  fit:\n    foreach: [a, a]\n    do: {cmd: 'make ${item}'}\n",
     "version: 1\nproject: churn\nstages:\n  fit:\n    foreach: [a, b]\n    do: {cmd: 'make ${item}'}\n"},
    {"MLP017",
     "version: 1\nproject: churn\nstages:\n  fit:\n    foreach: [a, b]\n"
     "    do: {cmd: 'make ${item}', matrix: {n: [1, 2]}}\n",
     "version: 1\nproject: churn\nstages:\n  fit:\n    matrix: {n: [1, 2]}\n    cmd: make ${item.n}\n"},
    {"MLP018",
     "version: 1\nproject: churn\nstages:\n  say:\n    cmd:\n      - echo {\"a\": 1}\n",
     "version: 1\nproject: churn\nstages:\n  say:\n    cmd:\n      - 'echo {\"a\": 1}'\n"},
    {"MLP019",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, timeout: soon}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, timeout: 10m}\n"},
    {"MLP020",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, resources: {memory: plenty}}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, resources: {memory: 2GiB}}\n"},
    {"MLP030",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [../raw.csv]}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [raw.csv]}\n--- raw.csv\n"},
    {"MLP031",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [.git/model.pkl]}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\n"},
    {"MLP032",
     "version: 1\nproject: churn\nstages:\n  clean:\n    cmd: make clean\n    deps: [data]\n"
     "    outs: [data/clean.csv]\n--- data/raw.csv\n",
     "version: 1\nproject: churn\nstages:\n  clean:\n    cmd: make clean\n    deps: [data]\n    outs: [clean.csv]\n"
     "--- data/raw.csv\n"},
    {"MLP033",
     "version: 1\nproject: churn\nstages:\n  a: {cmd: make a, outs: [table.csv]}\n"
     "  b: {cmd: make b, outs: [table.csv]}\n",
     "version: 1\nproject: churn\nstages:\n  a: {cmd: make a, outs: [a.csv]}\n  b: {cmd: make b, outs: [b.csv]}\n"},
    {"MLP034",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [raw.csv, ./raw.csv]}\n--- raw.csv\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [raw.csv]}\n--- raw.csv\n"},
    {"MLP035",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [raw.csv]}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, deps: [raw.csv]}\n--- raw.csv\n"},
    {"MLP036",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, env: {python: requirements.lock}}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, env: {python: requirements.lock}}\n"
     "--- requirements.lock\n"},
    {"MLP037",
     "version: 1\nproject: churn\ndatasets:\n  raw: {path: raw.csv, contract: contracts/raw.odcs.yaml}\n"
     "--- raw.csv\n",
     "version: 1\nproject: churn\ndatasets:\n  raw: {path: raw.csv}\n--- raw.csv\n"},
    {"MLP038",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n"
     "  churn: {path: modle.pkl}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n"
     "  churn: {path: model.pkl}\n"},
    {"MLP039",
     "version: 1\nproject: churn\ndatasets:\n  raw: {path: raw.csv}\n",
     "version: 1\nproject: churn\ndatasets:\n  raw: {path: raw.csv}\n--- raw.csv\n"},
    {"MLP040",
     "version: 1\nproject: churn\nstages:\n  a: {cmd: make a, deps: [b.csv], outs: [a.csv]}\n"
     "  b: {cmd: make b, deps: [a.csv], outs: [b.csv]}\n",
     "version: 1\nproject: churn\nstages:\n  a: {cmd: make a, outs: [a.csv]}\n"
     "  b: {cmd: make b, deps: [a.csv], outs: [b.csv]}\n"},
    {"MLP041",
     "version: 1\nproject: churn\n--- .dvc/config\n--- data/dvc.yaml\nstages:\n"
     "  fetch: {cmd: make fetch, outs: [../data]}\n",
     "version: 1\nproject: churn\n--- .dvc/config\n--- data/dvc.yaml\nstages:\n"
     "  fetch: {cmd: make fetch, outs: [raw]}\n"},
    {"MLP050",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n--- params.yaml\nlr: 0.1\n"},
    {"MLP051",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [rl]}\n--- params.yaml\nlr: 0.1\n"
     "--- mlp.conf\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n--- params.yaml\nlr: 0.1\n"},
    {"MLP052",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: 'make train LR=${lr}'}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: 'make train LR=${lr}'}\n--- params.yaml\nlr: 0.1\n"},
    {"MLP053",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: 'make train LR=${lr * 2}'}\n--- params.yaml\nlr: 0.1\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: 'make train LR=${lr}'}\n--- params.yaml\nlr: 0.2\n"},
    {"MLP054",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: ['${paths}']}\n--- params.yaml\n"
     "paths: {model: model.pkl}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: ['${paths.model}']}\n--- params.yaml\n"
     "paths: {model: model.pkl}\n"},
    {"MLP055",
     "version: 1\nproject: churn\nvars: [paths.yaml]\n",
     "version: 1\nproject: churn\nvars: [paths.yaml]\n--- paths.yaml\nout: build\n"},
    {"MLP056",
     "version: 1\nproject: churn\nvars:\n  - seed: 7\n  - seed: 8\n",
     "version: 1\nproject: churn\nvars:\n  - seed: 7\n"},
    {"MLP057",
     "version: 1\nproject: churn\nstages:\n  fit:\n    foreach: []\n    do: {cmd: 'make ${item}'}\n",
     "version: 1\nproject: churn\nstages:\n  fit:\n    foreach: [a]\n    do: {cmd: 'make ${item}'}\n"},
    {"MLP060",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc is high]\n",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\n"},
    {"MLP061",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evalute.auc >= 0.8]\n",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\n"},
    {"MLP062",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\nenvironments:\n"
     "  production: {path: releases, model: chrun}\n",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\nenvironments:\n"
     "  production: {path: releases, model: churn}\n"},
    {"MLP063",
     "version: 1\nproject: churn\nstages:\n  evaluate: {cmd: make evaluate, outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\n",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\n"},
    {"MLP064",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.acu >= 0.8]\n--- scores.json\n{\"auc\": 0.9}\n",
     "version: 1\nproject: churn\nstages:\n"
     "  evaluate: {cmd: make evaluate, metrics: [scores.json], outs: [model.pkl]}\nmodels:\n  churn:\n"
     "    path: model.pkl\n    gates: [evaluate.auc >= 0.8]\n--- scores.json\n{\"auc\": 0.9}\n"},
    {"MLP070",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr]}\n--- params.yaml\nlr: 0.1\n"
     "momentum: 0.9\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, params: [lr, momentum]}\n--- params.yaml\n"
     "lr: 0.1\nmomentum: 0.9\n"},
    {"MLP071",
     "version: 1\nproject: churn\nstages:\n  old: {cmd: make old, outs: [old.csv]}\n"
     "  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n  churn: {path: model.pkl}\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n"
     "  churn: {path: model.pkl}\n"},
    {"MLP072",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n"
     "  churn: {path: model.pkl}\n--- model.pkl\n--- .gitignore\n*.csv\n",
     "version: 1\nproject: churn\nstages:\n  train: {cmd: make train, outs: [model.pkl]}\nmodels:\n"
     "  churn: {path: model.pkl}\n--- model.pkl\n--- .gitignore\n*.csv\n/model.pkl\n"},
    {"MLP073",
     "version: 1\nproject: churn\nstages:\n  evaluate:\n    cmd: make evaluate\n    metrics:\n"
     "      - scores.json: {cache: false}\n--- scores.json\n{\"auc\": 0.9}\n--- .gitignore\n*.json\n",
     "version: 1\nproject: churn\nstages:\n  evaluate:\n    cmd: make evaluate\n    metrics:\n"
     "      - scores.json: {cache: false}\n--- scores.json\n{\"auc\": 0.9}\n--- .gitignore\n*.csv\n"},
    {"MLP074",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    outs: [model.pkl]\n--- train.py\n"
     "print(1)\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: [train.py]\n"
     "    outs: [model.pkl]\n--- train.py\nprint(1)\n"},
    {"MLP075",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: [train.py]\n--- train.py\n"
     "import features\n--- features.py\nscale = 2\n",
     "version: 1\nproject: churn\nstages:\n  train:\n    cmd: python train.py\n    deps: [train.py, features.py]\n"
     "--- train.py\nimport features\n--- features.py\nscale = 2\n"},
    {"MLP076",
     "version: 1\nproject: churn\nstages:\n  fetch: {cmd: make fetch, env: {DB_PASSWORD: k3yF0rTheDb9}}\n",
     "version: 1\nproject: churn\nstages:\n  fetch: {cmd: 'make fetch PASSWORD=\"$DB_PASSWORD\"'}\n"},
    {"MLP077",
     "version: 1\nproject: churn\nvalidate: {MLP077: warning}\n",
     "version: 1\nproject: churn\nowner: data@example.org\nvalidate: {MLP077: warning}\n"},
    {"MLP078",
     "version: 1\nproject: churn\nstages:\n  clean: {cmd: make clean, deps: [raw.csv]}\ndatasets:\n"
     "  raw: {path: raw.csv, contract: contracts/raw.odcs.yaml}\n--- raw.csv\n--- contracts/raw.odcs.yaml\n"
     "apiVersion: v3.1.0\nkind: DataContract\nid: raw\nversion: 1.0.0\nstatus: deprecated\n",
     "version: 1\nproject: churn\nstages:\n  clean: {cmd: make clean, deps: [raw.csv]}\ndatasets:\n"
     "  raw: {path: raw.csv, contract: contracts/raw.odcs.yaml}\n--- raw.csv\n--- contracts/raw.odcs.yaml\n"
     "apiVersion: v3.1.0\nkind: DataContract\nid: raw\nversion: 1.0.0\nstatus: active\n"},
    {"MLP079",
     "version: 1\nproject: churn\nenvironments:\n  staging: {path: /srv/churn}\n  production: {path: /srv/churn/}\n",
     "version: 1\nproject: churn\nenvironments:\n  staging: {path: /srv/staging/churn}\n  production: {path: /srv/churn}\n"},
});
// clang-format on

std::vector<ExampleFile> files_of(std::string_view text) {
    std::vector<ExampleFile> files{{"mlp.yaml", ""}};
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        if (line.starts_with("--- ")) {
            files.push_back({std::string(line.substr(4, line.size() - 5)), ""});
        } else {
            files.back().content += line;
        }
        text.remove_prefix(end);
    }
    return files;
}

}  // namespace

CodeExample example_of(std::string_view code) {
    const auto* row = std::find_if(example_table.begin(), example_table.end(),
                                   [&](const ExampleRow& r) { return r.code == code; });
    if (row == example_table.end()) return {};
    return {files_of(row->wrong), files_of(row->right)};
}

}  // namespace mlp::config
