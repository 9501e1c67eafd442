"""The files that make pipelines run mtqa: what `mtqa init` writes, the action, the templates; all run here."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import mtqa
from mtqa.config import load

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "ci"
CLEAN = "The council has voted for the new bridge over the river.\n"
FAULTY = "In the spring, are arrived some 300 workers.\n"
OPTIONS = ("hypothesis", "-s", "source", "-r", "reference", "-l", "it-en")

SCHEMAS = [
    (ROOT / "action.yml", "github-actions"),
    (EXAMPLES / "github.yml", "github-workflows"),
    (EXAMPLES / "gitlab.yml", "gitlab-ci"),
]


def yaml(path):
    return YAML(typ="safe").load(path.read_text("utf-8"))


def init(*arguments, cwd):
    line = [sys.executable, "-c", "from mtqa.cli import main; main()", "init", *arguments]
    return subprocess.run(
        line, cwd=cwd, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
    )


@pytest.fixture
def project(tmp_path):
    """News in three folders, and a folder `bin` that holds the command mtqa."""
    for side in ("hypothesis", "source", "reference"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.txt").write_text(CLEAN if side != "source" else "Il consiglio ha votato.\n", "utf-8")
    program = tmp_path / "bin" / "mtqa"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "from mtqa.cli import main; main()" "$@"\n')
    program.chmod(0o755)
    return tmp_path


def shell(script, project, **variables):
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, **variables}
    line = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(line, cwd=project, env=environment, capture_output=True, text=True, check=False)


def fault(project):
    (project / "hypothesis" / "a.txt").write_text(FAULTY, "utf-8")


@pytest.mark.parametrize(("path", "schema"), SCHEMAS, ids=lambda value: getattr(value, "name", value))
def test_a_file_is_what_its_platform_takes(path, schema):
    assert_valid(path, schema)


def assert_valid(path, schema):
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("ci", "path", "schema"), [
    ("github", ".github/workflows/mtqa.yml", "github-workflows"),
    ("gitlab", ".gitlab/mtqa.gitlab-ci.yml", "gitlab-ci"),
])  # fmt: skip
def test_init_writes_a_configuration_and_a_job_that_runs(ci, path, schema, project):
    done = init(*OPTIONS, "--ci", ci, cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"wrote mtqa.toml\nwrote {path}\n")
    config = load(project / "mtqa.toml")
    assert (config.language_pair, config.gate.fail_on) == ("it-en", "major")
    assert_valid(project / path, schema)

    passed = shell(gate_of(project / path, ci), project)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert (project / "mtqa-report" / "index.html").is_file()
    written = {"github": ["mtqa.sarif"], "gitlab": ["mtqa-quality.json", "mtqa-junit.xml"]}[ci]
    assert all((project / name).is_file() for name in written)
    fault(project)
    assert shell(gate_of(project / path, ci), project).returncode == 1


def gate_of(path, ci):
    """The script of the job that runs the gate."""
    job = yaml(path)
    scripts = (
        job["mtqa"]["script"] if ci == "gitlab" else [step.get("run", "") for step in job["jobs"]["gate"]["steps"]]
    )
    (script,) = (script for script in scripts if script.startswith("mtqa gate"))
    return script


def test_the_commented_lines_of_the_first_configuration_are_configuration_too(project):
    init(cwd=project)
    text = (project / "mtqa.toml").read_text("utf-8")
    for name in (
        "metrics",
        "ignore",
        "vocabulary",
        "glossary",
        "language_pair",
        "paths",
        "chrF2",
        "quality",
        '"fluency',
    ):
        text, count = re.subn(rf"(?m)^# (?={re.escape(name)}[^:\n]*=)", "", text)
        assert count >= 1, name
    (project / "mtqa.toml").write_text(re.sub(r"(?m)^# (?=\[|\"acc)", "", text), "utf-8")
    config = load(project / "mtqa.toml")
    assert [limit.score for limit in (*config.gate.corpus, *config.gate.document)] == ["chrF2", "quality"]
    assert len(config.gate.findings) == 2
    assert config.overrides[0].paths == ("opinion/*",)


@pytest.mark.parametrize("name", ["mtqa.toml", ".github/workflows/mtqa.yml"])
def test_init_overwrites_nothing(name, project):
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("mine\n", "utf-8")
    before = sorted(project.rglob("*"))
    done = init("--ci", "github", cwd=project)
    assert done.returncode == 2
    assert done.stderr == f"mtqa: error: {name}: is there already, and nothing was written; edit it, or move it away\n"
    assert sorted(project.rglob("*")) == before
    assert (project / name).read_text("utf-8") == "mine\n"


def test_init_quotes_what_a_shell_would_read(project):
    (project / "hypothesis").rename(project / "it's; $(touch hacked)")
    done = init("it's; $(touch hacked)", "-l", "en", "--ci", "gitlab", cwd=project)
    assert done.returncode == 0, done.stderr
    job = project / ".gitlab" / "mtqa.gitlab-ci.yml"
    assert shell(gate_of(job, "gitlab"), project).returncode == 0
    assert not (project / "hacked").exists()


@pytest.mark.parametrize(("arguments", "message"), [
    (("news\nrun: x",), r"'news\nrun: x' has characters that cannot be seen"),
    (("--language-pair", "cz-en"), "unknown language code 'cz'; did you mean cs?"),
])  # fmt: skip
def test_init_refuses_what_cannot_stand_in_its_files(arguments, message, project):
    done = init(*arguments, cwd=project)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (project / "mtqa.toml").exists()


def test_the_gitlab_template_is_what_init_writes(project):
    init(*OPTIONS, "--ci", "gitlab", "--requirement", "mtqa==0.1.0", cwd=project)
    written = (project / ".gitlab" / "mtqa.gitlab-ci.yml").read_text("utf-8")
    assert (EXAMPLES / "gitlab.yml").read_text("utf-8") == written


def test_the_action_runs_the_gate_and_passes_its_verdict_on(project):
    steps = {step.get("id", step.get("name")): step for step in yaml(ROOT / "action.yml")["runs"]["steps"]}
    example = yaml(EXAMPLES / "github.yml")["jobs"]["gate"]["steps"][-1]
    defaults = {name: each.get("default", "") for name, each in yaml(ROOT / "action.yml")["inputs"].items()}
    inputs = {**defaults, **example["with"]}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in steps["gate"]["env"].items()
    }
    output, summary = project / "output.txt", project / "summary.md"
    variables |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    script = steps["gate"]["run"]
    (project / "mtqa.toml").write_text('language_pair = "it-en"\n', "utf-8")

    for prepare, code in ((lambda: None, 0), (lambda: fault(project), 1)):
        prepare()
        done = shell(script, project, **variables)
        assert done.returncode == code, done.stdout + done.stderr
        assert output.read_text("utf-8").splitlines()[-1] == f"exit-code={code}"
    assert "::error file=hypothesis/a.txt,line=1" in done.stdout
    assert json.loads((project / "mtqa.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert summary.read_text("utf-8")
    assert shell(script, project, **{**variables, "MTQA_ARGUMENTS": "none"}).returncode == 2


def test_the_hook_checks_the_files_it_is_given(project):
    hook, example = hooks()["mtqa-check"]
    assert re.search(example["files"], "hypothesis/a.txt")
    line = f"{hook['entry']} {shlex.join(example['args'])} hypothesis/a.txt"
    assert shell(line, project).returncode == 0
    fault(project)
    done = shell(line, project)
    assert done.returncode == 1
    assert done.stdout.startswith("hypothesis/a.txt:1:16: major ")


def hooks():
    """Every hook of this repository with its example, by id."""
    offered = {hook["id"]: hook for hook in yaml(ROOT / ".pre-commit-hooks.yaml")}
    (repository,) = yaml(EXAMPLES / "pre-commit.yaml")["repos"]
    examples = {example["id"]: example for example in repository["hooks"]}
    assert list(offered) == list(examples)
    return {name: (offered[name], examples[name]) for name in offered}


def test_the_hook_of_the_gate_judges_everything_whichever_file_it_is_for(project):
    hook, example = hooks()["mtqa-gate"]
    assert hook["pass_filenames"] is False
    assert all(re.search(example["files"], name) for name in ("hypothesis/a.txt", "source/a.txt", "mtqa.toml"))
    (project / "mtqa.toml").write_text('language_pair = "it-en"\n', "utf-8")
    line = f"{hook['entry']} {shlex.join(example['args'])}"
    assert shell(line, project).returncode == 0
    fault(project)
    assert shell(line, project).returncode == 1


def test_the_image_is_built_of_what_is_there():
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    assert sorted(copied) == sorted(allowed)
    assert all((ROOT / name).exists() for name in copied)
    assert 'ENTRYPOINT ["mtqa"]' in lines


def test_examples_name_this_version():
    for path in (*EXAMPLES.iterdir(), ROOT / "action.yml"):
        found = set(re.findall(r"(?:mtqa==|mtqa@v|rev: v)([0-9][\w.]*)", path.read_text("utf-8")))
        assert found <= {mtqa.__version__}, path


def test_the_page_names_every_example():
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f"]({path.name})" in page for path in EXAMPLES.iterdir() if path.name != "README.md")
