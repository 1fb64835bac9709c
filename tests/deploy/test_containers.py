"""Dockerfile and docker-compose.yml: linted, hardened, and agreeing with the files that they name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import front
from deploy.local import WEB_SETTINGS, read_settings

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVING = [name for name, service in SERVICES.items() if service.get("restart") != "no"]


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_dockerfile_is_linted():
    assert run(str(BIN / "hadolint"), "--failure-threshold", "style", "Dockerfile") == ""


def test_the_compose_file_follows_its_schema():
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    assert run(*command, "docker-compose.yml") == ""


@pytest.mark.parametrize("script", sorted((ROOT / "deploy").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_can_be_read_by_sh(script):
    assert run("sh", "-n", str(script)) == ""


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_has_more_rights_than_it_needs(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    is_ours = service["image"] == "newsroom"
    assert is_ours or service["image"].startswith("nginxinc/nginx-unprivileged:") or service["user"] == "999:999"


def test_the_image_does_not_run_as_root():
    assert re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[-1] == "10001:10001"


@pytest.mark.parametrize("name", SERVING)
def test_what_serves_comes_back_and_has_its_share_only(name):
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["deploy"]["resources"]["limits"].keys() == {"memory", "cpus", "pids"}
    assert service["logging"]["options"]["max-size"]


def test_whoever_is_asked_has_a_health_check():
    assert {name for name in SERVING if "healthcheck" in SERVICES[name]} == {"db", "web", "nginx"}


def test_only_nginx_has_a_port_and_only_what_needs_it_reaches_the_database():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["nginx"]
    assert SERVICES["nginx"]["networks"] == ["outside"]
    assert SERVICES["db"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_every_mount_names_something_that_is_there():
    for name, service in SERVICES.items():
        for mount in service.get("volumes", []):
            source = mount.partition(":")[0]
            assert (ROOT / source).exists() if source.startswith("./") else source in COMPOSE["volumes"], (name, mount)
        for secret in service.get("secrets", []):
            assert secret in COMPOSE["secrets"]


def test_nginx_is_given_every_value_of_its_template():
    given = {name for name in SERVICES["nginx"]["environment"] if name.startswith("FRONT_")}
    assert given == set(re.findall(r"\$\{(\w+)\}", front.TEMPLATE.read_text()))


def test_settings_of_the_web_process_are_granians():
    said = subprocess.run(
        [str(BIN / "granian"), "--help"], capture_output=True, text=True, check=True, env={"COLUMNS": "500"}
    )
    assert read_settings(WEB_SETTINGS).keys() <= set(re.findall(r"GRANIAN_[A-Z0-9_]+", said.stdout))
